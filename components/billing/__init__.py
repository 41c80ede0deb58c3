"""Budget alarms: mail and chat when the bill grows."""

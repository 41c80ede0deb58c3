"""What every rule shares: plain data, findings, settings, waivers and reporting."""

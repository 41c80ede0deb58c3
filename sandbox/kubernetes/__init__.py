"""The provider ``kubernetes``: charts are rendered for real, objects are recorded, nothing runs."""

"""Brings the tools into the folder `.tools/`. Standard library only: it runs before the venv exists."""

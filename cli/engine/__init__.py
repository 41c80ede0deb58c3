"""Runs the real Pulumi engine on a stack: environment, commands, language host."""

"""Stands in for the outside: tools, the engine's environment, local providers, a local control plane."""

"""How fast the loop closes, and what the engine costs, on a real control plane of this machine."""

"""The loop on this machine: a node falls sick, is drained and replaced, and one can watch it."""

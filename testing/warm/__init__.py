"""A Python that has its libraries loaded: tests start hundreds of processes, each would load them anew."""

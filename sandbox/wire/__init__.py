"""The engine's provider protocol: property values, diffs, and the gRPC service that resource kinds plug
into."""

"""What tests and benchmarks share: a checkout of their own, services to switch on, an AWS without images."""

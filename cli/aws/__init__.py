"""The AWS account that a stack is in: clients of a region, its clusters, and what a stack asks of it."""

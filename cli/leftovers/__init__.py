"""What a cluster left behind in an AWS account: found by tag and by name, priced, and deleted on request."""

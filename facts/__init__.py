"""Facts about AWS and Kubernetes that change without us, each in one place."""

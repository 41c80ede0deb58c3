"""Opens what runs in the cluster on this machine: Grafana, Prometheus, Alertmanager, the dashboard."""

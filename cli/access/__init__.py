"""Opens what runs in the cluster on this machine: Grafana, Prometheus, Alertmanager, Headlamp, Argo CD."""

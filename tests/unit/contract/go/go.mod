module contract

go 1.24.0

require (
	github.com/distribution/reference v0.6.0
	k8s.io/apimachinery v0.34.2
)

require (
	github.com/go-logr/logr v1.4.2 // indirect
	github.com/opencontainers/go-digest v1.0.0 // indirect
	k8s.io/klog/v2 v2.130.1 // indirect
	k8s.io/utils v0.0.0-20250604170112-4c0f3b243397 // indirect
)

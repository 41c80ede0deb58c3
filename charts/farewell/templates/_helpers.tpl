{{- define "farewell.labels" -}}
app.kubernetes.io/name: farewell
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{- /* A failed Job stays, so that its log can be read; a second try replaces it. */ -}}
{{- define "farewell.hook" -}}
helm.sh/hook: pre-delete
helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded
{{- end }}

{{- /* kubectl's arguments, one command a line, in their order: first who would make anew what is deleted, because git
says so; then what controllers must still clean up after, then whatever holds a disk, then the disks. Gateways go with
their definition, because kubectl refuses to delete what it has never heard of, while a definition that is not there is
none to delete. What makes DNS records puts no
finalizer on a Service, so nothing can be waited for: a watch that ends by its time-out, which is no failure, is the one
way in which kubectl waits. A volume that its class wants retained stays in the cloud; only its object goes. Nodes of pools go last,
with their machines: until then something may still have to run. */ -}}
{{- define "farewell.steps" -}}
- name: followers-of-git
  args: [delete, "statefulsets,deployments", --all-namespaces, "--selector=app.kubernetes.io/part-of in (argocd,flux)", --cascade=foreground, --timeout=1m]
- name: load-balancers
  args: [delete, services, --all-namespaces, --field-selector=spec.type=LoadBalancer, --timeout=8m]
- name: ingresses
  args: [delete, ingresses, --all, --all-namespaces, --timeout=5m]
- name: gateways
  args: [delete, customresourcedefinitions, gateways.gateway.networking.k8s.io, --ignore-not-found, --timeout=3m]
{{- if .Values.cleaners }}
- name: cleaners
  args: [get, services, --all-namespaces, --watch-only, --request-timeout=60s]
{{- end }}
- name: workloads
  args: [delete, "statefulsets,deployments", --all-namespaces, --field-selector=metadata.namespace!=kube-system, --selector=selfdriving/cleans-up-in-aws!=true, --wait=false]
- name: volume-claims
  args: [delete, persistentvolumeclaims, --all, --all-namespaces, --timeout=7m]
- name: volumes
  args: [delete, persistentvolumes, --all, --timeout=5m]
{{- if .Values.karpenter }}
- name: node-pools
  args: [delete, nodepools.karpenter.sh, --all, --timeout=3m]
- name: nodes
  args: [delete, nodeclaims.karpenter.sh, --all, --timeout=40m]
{{- end }}
{{- end }}

{{- define "farewell.container" -}}
image: {{ .Values.image }}
resources:
  requests:
    cpu: 20m
    memory: 64Mi
  limits:
    memory: 256Mi
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities:
    drop: [ALL]
{{- end }}

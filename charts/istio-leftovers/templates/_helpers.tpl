{{- /* A failed Job stays, so that its log can be read; a second try replaces it. */ -}}
{{- define "istio-leftovers.metadata" -}}
name: {{ .root.Release.Name }}
labels:
  app.kubernetes.io/name: istio-leftovers
  app.kubernetes.io/instance: {{ .root.Release.Name }}
  app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
  app.kubernetes.io/managed-by: {{ .root.Release.Service }}
annotations:
  helm.sh/hook: pre-delete
  helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded
  helm.sh/hook-weight: {{ .weight | quote }}
{{- end }}

{{- /* The definitions of Istio's chart, which Helm is told to keep. */ -}}
{{- define "istio-leftovers.definitions" -}}
- authorizationpolicies.security.istio.io
- destinationrules.networking.istio.io
- envoyfilters.networking.istio.io
- gateways.networking.istio.io
- peerauthentications.security.istio.io
- proxyconfigs.networking.istio.io
- requestauthentications.security.istio.io
- serviceentries.networking.istio.io
- sidecars.networking.istio.io
- telemetries.telemetry.istio.io
- virtualservices.networking.istio.io
- wasmplugins.extensions.istio.io
- workloadentries.networking.istio.io
- workloadgroups.networking.istio.io
{{- end }}

{{- /* What istiod makes by itself. */ -}}
{{- define "istio-leftovers.classes" -}}
[istio, istio-east-west, istio-remote, istio-waypoint]
{{- end }}

{{- define "istio-leftovers.steps" -}}
{{- $definitions := include "istio-leftovers.definitions" . | fromYamlArray }}
{{- $classes := include "istio-leftovers.classes" . | fromYamlArray }}
- name: definitions
  args: {{ concat (list "delete" "customresourcedefinitions") $definitions (list "--ignore-not-found" "--timeout=3m") | toJson }}
- name: gateway-classes
  args: {{ concat (list "delete" "gatewayclasses") $classes (list "--ignore-not-found" "--timeout=1m") | toJson }}
- name: root-certificates
  args: [delete, configmaps, --all-namespaces, --field-selector=metadata.name=istio-ca-root-cert, --timeout=3m]
{{- end }}

{{- define "istio-leftovers.container" -}}
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

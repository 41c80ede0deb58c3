{{- define "linkerd-certificates.metadata" -}}
name: {{ .name }}
namespace: {{ .root.Release.Namespace }}
labels:
  app.kubernetes.io/name: {{ .root.Chart.Name }}
  app.kubernetes.io/instance: {{ .root.Release.Name }}
  app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
  app.kubernetes.io/managed-by: {{ .root.Release.Service }}
{{- end }}

{{- /* Renewed every ten days. The other twenty are for people: so long may cert-manager be broken before the first
certificate ends. The key is another one each time. */ -}}
{{- define "linkerd-certificates.renewed" -}}
duration: 720h
renewBefore: 480h
privateKey:
  algorithm: ECDSA
  size: 256
  rotationPolicy: Always
  encoding: {{ .encoding }}
{{- end }}

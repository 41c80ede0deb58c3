{{- define "draino.selector" -}}
app.kubernetes.io/name: draino
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "draino.labels" -}}
{{ include "draino.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end }}

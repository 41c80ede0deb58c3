{{- define "pitstop.selector" -}}
app.kubernetes.io/name: pitstop
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "pitstop.labels" -}}
{{ include "pitstop.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end }}

{{- define "pitstop.image" -}}
{{- $repository := required "image.repository is required: the registry path of the image that you built from pitstop/Dockerfile" .Values.image.repository -}}
{{- if .Values.image.digest -}}
{{ $repository }}@{{ .Values.image.digest }}
{{- else -}}
{{ $repository }}:{{ required "image.tag or image.digest is required: which image of the repository to run" .Values.image.tag }}
{{- end -}}
{{- end }}

{{- define "pitstop.settings" -}}
{{- $own := dict "namespace" .Release.Namespace "name" .Release.Name -}}
{{ toYaml (merge $own .Values.settings) }}
{{- end }}

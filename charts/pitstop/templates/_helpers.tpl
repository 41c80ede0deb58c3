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

{{/* Fails where faults and alerts name one condition twice, in whatever spelling: a bare type means True. */}}
{{- define "pitstop.distinct" -}}
{{- $seen := dict -}}
{{- range concat (.faults | default list) (.alerts | default list) -}}
{{- $condition := first (splitList "," (contains "=" . | ternary . (printf "%s=True" .))) -}}
{{- if hasKey $seen $condition -}}
{{- fail (printf "settings: %s is listed twice in faults and alerts: keep one of them" $condition) -}}
{{- end -}}
{{- $_ := set $seen $condition true -}}
{{- end -}}
{{- end }}

{{- define "pitstop.settings" -}}
{{- include "pitstop.distinct" .Values.settings -}}
{{- $own := dict "namespace" .Release.Namespace "name" .Release.Name -}}
{{ toYaml (merge $own .Values.settings) }}
{{- end }}

{{- define "grid.labels" -}}
app.kubernetes.io/name: conversationgrid
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}
{{- define "grid.check" -}}
{{- if and (not .Values.clusterTls) (not .Values.networkIsClosed) -}}
{{- fail "Set clusterTls, or networkIsClosed where the pods' network is encrypted by itself." -}}
{{- end -}}
{{- end -}}

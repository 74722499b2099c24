{{/* Rules of the network's policies. A port by name is one of this chart's pods. */}}
{{- define "cartwright.policy.dns" -}}
- to: {{ toJson .Values.networkPolicy.dns }}
  ports: [{protocol: UDP, port: 53}, {protocol: TCP, port: 53}]
{{- end }}

{{/* The peers that gateways and nodes both reach: names, and the others, at any port. */}}
{{- define "cartwright.policy.common" -}}
{{- include "cartwright.policy.dns" . }}
{{- with .Values.networkPolicy.others }}
- to: {{ toJson . }}
{{- end }}
{{- end }}

{{- define "cartwright.policy.operators" -}}
{{- with .Values.networkPolicy.operators -}}
- from: {{ toJson . }}
  ports: [{protocol: TCP, port: admin}]
{{- end }}
{{- end }}

{{/* Arguments: the root, the service. */}}
{{- define "cartwright.policy.database" -}}
{{- with (index (index . 0).Values (index . 1)).database -}}
- {{ with .peers }}to: {{ toJson . }}
  {{ end }}ports: [{protocol: TCP, port: {{ .port }}}]
{{- end }}
{{- end }}

{{- define "cartwright.policy.brokers" -}}
- {{ with .Values.networkPolicy.brokers }}to: {{ toJson . }}
  {{ end }}ports:
    {{- range splitList "," .Values.kafka.brokers | default (list) }}
    - {protocol: TCP, port: {{ splitList ":" (trim .) | last }}}
    {{- end }}
{{- end }}

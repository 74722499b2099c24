{{/* The services, whose nodes are alike. */}}
{{- define "cartwright.services" -}}
order stock payment
{{- end }}

{{/* The name of a part of this release. Arguments: the root, the part. */}}
{{- define "cartwright.name" -}}
{{- printf "%s-%s" (index . 0).Release.Name (index . 1) | trunc 63 | trimSuffix "-" }}
{{- end }}

{{/* The labels that select the pods of a part. Arguments: the root, the part. */}}
{{- define "cartwright.selector" -}}
app.kubernetes.io/name: cartwright
app.kubernetes.io/instance: {{ (index . 0).Release.Name }}
app.kubernetes.io/component: {{ index . 1 }}
{{- end }}

{{- define "cartwright.labels" -}}
{{ include "cartwright.selector" . }}
app.kubernetes.io/version: {{ (index . 0).Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ (index . 0).Release.Service }}
helm.sh/chart: {{ (index . 0).Chart.Name }}-{{ (index . 0).Chart.Version }}
{{- end }}

{{- define "cartwright.image" -}}
{{- with .Values.image -}}
{{ .repository }}{{ if .digest }}@{{ .digest }}{{ else }}:{{ .tag }}{{ end }}
{{- end }}
{{- end }}

{{/* A database's role. Arguments: owner or node, the service, the root. */}}
{{- define "cartwright.role" -}}
{{- index (index . 2).Values.databaseRoles (index . 0) | replace "{service}" (index . 1) }}
{{- end }}

{{/* How a database is reached, without a password. Arguments: owner or node, the service, the root, the folder. */}}
{{- define "cartwright.connection" -}}
{{- $database := (index (index . 2).Values (index . 1)).database -}}
Host={{ $database.host }};Port={{ $database.port }};Database={{ $database.name }};Username=
{{- include "cartwright.role" . }};SSL Mode=VerifyFull;Root Certificate={{ index . 3 }}/authority
{{- end }}

{{/* The settings of a role as variables. Arguments: the root, the role. */}}
{{- define "cartwright.settings" -}}
{{- $root := index . 0 }}
{{- range $name, $value := merge (dict) (index $root.Values (index . 1)).settings $root.Values.settings }}
- {name: CARTWRIGHT_{{ $name | upper | replace "-" "_" }}, value: {{ $value | toString | quote }}}
{{- end }}
{{- range $name, $value := $root.Values.telemetry }}
- {name: {{ $name }}, value: {{ $value | toString | quote }}}
{{- end }}
{{- end }}

{{/* The part that all pods have. It is at the level of a pod's spec. */}}
{{- define "cartwright.pod" -}}
{{- /* The variables CARTWRIGHT_… of a release of that name would be no settings. */ -}}
enableServiceLinks: false
automountServiceAccountToken: false
{{- with .Values.serviceAccountName }}
serviceAccountName: {{ . }}
{{- end }}
{{- with .Values.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- with .Values.image.pullSecrets }}
imagePullSecrets: {{ toJson . }}
{{- end }}
{{- with .Values.nodeSelector }}
nodeSelector: {{ toJson . }}
{{- end }}
{{- with .Values.tolerations }}
tolerations: {{ toJson . }}
{{- end }}
securityContext:
  runAsNonRoot: true
  runAsUser: 1654
  runAsGroup: 1654
  fsGroup: 1654
  seccompProfile: {type: RuntimeDefault}
{{- end }}

{{- define "cartwright.container" -}}
image: {{ include "cartwright.image" . | quote }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  privileged: false
  capabilities: {drop: [ALL]}
{{- end }}

{{/* A container that serves. Arguments: the root. */}}
{{- define "cartwright.serving" -}}
{{- if lt (int .Values.graceSeconds) (int (add .Values.leaveSeconds 20)) }}
{{- fail "graceSeconds must be 20 more than leaveSeconds at least: a drain takes some twelve seconds." }}
{{- end -}}
{{ include "cartwright.container" . }}
args: [serve]
ports:
  - {name: https, containerPort: 8443}
  - {name: health, containerPort: 8090}
  {{- if .Values.admin.enabled }}
  - {name: admin, containerPort: 8444}
  {{- end }}
# A start waits a minute for Kafka and another one for its database, and then ends by itself.
startupProbe:
  httpGet: {path: /healthz/startup, port: health}
  periodSeconds: 2
  timeoutSeconds: 3
  failureThreshold: 90
livenessProbe:
  httpGet: {path: /healthz/live, port: health}
  periodSeconds: 10
  timeoutSeconds: 5
  failureThreshold: 6
# By the database, and not by Kafka: without Kafka a node still serves reads, and accepts checkouts.
readinessProbe:
  httpGet: {path: /healthz/ready, port: health}
  periodSeconds: 5
  timeoutSeconds: 3
  failureThreshold: 2
lifecycle:
  preStop:
    sleep: {seconds: {{ .Values.leaveSeconds }}}
{{- end }}

{{/* The variables that every serving process has. */}}
{{- define "cartwright.serving.env" -}}
- {name: CARTWRIGHT_URLS, value: "https://0.0.0.0:8443"}
- {name: CARTWRIGHT_HEALTH_URLS, value: "http://0.0.0.0:8090"}
- {name: CARTWRIGHT_API_KEYS, value: /run/secrets/api-keys/api-keys}
- {name: CARTWRIGHT_TLS_CERTIFICATE, value: /run/secrets/tls/tls.crt}
- {name: CARTWRIGHT_TLS_KEY, value: /run/secrets/tls/tls.key}
{{- if .Values.admin.enabled }}
- {name: CARTWRIGHT_ADMIN_URLS, value: "https://0.0.0.0:8444"}
{{- end }}
{{- end }}

{{/* A secret as a file in a folder. Arguments: the volume, the secret, and pairs of a key and a file. */}}
{{- define "cartwright.volume" -}}
- name: {{ index . 0 }}
  secret:
    secretName: {{ index . 1 }}
    # For the group of the pod alone.
    defaultMode: 0440
    items:
      {{- range $number, $key := rest (rest .) }}
      {{- if not (mod $number 2) }}
      - {key: {{ $key }}, path: {{ index (rest (rest $)) (add1 $number | int) }}}
      {{- end }}
      {{- end }}
{{- end }}

{{/* The volume of a value with a secret and its key. Arguments: the volume, the value, the file. */}}
{{- define "cartwright.volume.of" -}}
{{- include "cartwright.volume" (list (index . 0) (index . 1).secret (index . 1).key (index . 2)) }}
{{- end }}

{{/* Where volumes are mounted. Arguments: their names. */}}
{{- define "cartwright.mounts" -}}
- {name: tmp, mountPath: /tmp}
{{- range . }}
- {name: {{ . }}, mountPath: /run/secrets/{{ . }}, readOnly: true}
{{- end }}
{{- end }}

{{- define "cartwright.tmp" -}}
- name: tmp
  emptyDir: {medium: Memory, sizeLimit: 64Mi}
{{- end }}

{{/* Pods of one part on different machines and zones. Arguments: the root, the part. */}}
{{- define "cartwright.spread" -}}
{{- $selector := include "cartwright.selector" . | fromYaml }}
{{- range (index . 0).Values.spread }}
- maxSkew: 1
  topologyKey: {{ .topologyKey }}
  whenUnsatisfiable: {{ .whenUnsatisfiable }}
  labelSelector: {matchLabels: {{ toJson $selector }}}
{{- end }}
{{- end }}

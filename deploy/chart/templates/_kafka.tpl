{{/* How a service reaches the brokers. Arguments: the root, the values of the service. */}}
{{- define "cartwright.kafka.env" -}}
{{- $kafka := (index . 0).Values.kafka -}}
- {name: CARTWRIGHT_KAFKA, value: {{ $kafka.brokers | quote }}}
- {name: CARTWRIGHT_KAFKA_SECURITY, value: {{ $kafka.security }}}
- {name: CARTWRIGHT_KAFKA_CA, value: /run/secrets/kafka-authority/authority}
- {name: CARTWRIGHT_KAFKA_PREFIX, value: {{ $kafka.prefix }}}
- {name: CARTWRIGHT_KAFKA_REPLICATION, value: {{ $kafka.replication | quote }}}
- {name: CARTWRIGHT_KAFKA_TOPICS, value: {{ $kafka.topics }}}
{{- with (index . 1).kafka }}
{{- if eq $kafka.security "sasl" }}
- {name: CARTWRIGHT_KAFKA_USER, value: {{ required "With kafka.security sasl each service needs its kafka.user." .user
    | quote }}}
- {name: CARTWRIGHT_KAFKA_PASSWORD_FILE, value: /run/secrets/kafka/password}
{{- else }}
- {name: CARTWRIGHT_KAFKA_CERTIFICATE, value: /run/secrets/kafka/certificate}
- {name: CARTWRIGHT_KAFKA_KEY, value: /run/secrets/kafka/key}
{{- end }}
{{- end }}
{{- end }}

{{/* Its credentials. Arguments: the root, the values of the service. */}}
{{- define "cartwright.kafka.volume" -}}
{{- $isSasl := eq (index . 0).Values.kafka.security "sasl" -}}
{{- with (index . 1).kafka -}}
{{- if $isSasl -}}
{{- include "cartwright.volume" (list "kafka" .secret .passwordKey "password") }}
{{- else -}}
{{- include "cartwright.volume" (list "kafka" .secret .certificateKey "certificate" .keyKey "key") }}
{{- end }}
{{- end }}
{{- end }}

#!/bin/bash
# Succeeds if the node in this container is ready. The image has no HTTP client, so Bash sends the request.
exec 3<>/dev/tcp/127.0.0.1/8000 || exit 1
# Bash does not speak TLS. A node opens its port once it can serve, and a gateway asks by itself which nodes are ready.
[ -z "${CARTWRIGHT_TLS_CERTIFICATE-}" ] || exit 0
printf 'GET /healthz/ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' >&3
read -r -t 2 _ status _ <&3
[ "$status" = 200 ]

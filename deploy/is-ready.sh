#!/bin/bash
# Succeeds if the node in this container is ready. The image has no HTTP client, so Bash sends the request, to the
# address for probes: Bash does not speak TLS.
address=${CARTWRIGHT_HEALTH_URLS%/}
exec 3<>"/dev/tcp/127.0.0.1/${address##*:}" || exit 1
printf 'GET /healthz/ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' >&3
read -r -t 2 _ status _ <&3
[ "$status" = 200 ]

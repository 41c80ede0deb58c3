#!/bin/bash
# Says whether the kubelet answers its health check. Arguments: the port on 127.0.0.1.
# Exit: 0 it does, 1 it does not. Needs no program but bash, which Bottlerocket's nodes don't have either.

if ! exec 3<>"/dev/tcp/127.0.0.1/$1"; then
  echo "nothing listens on the kubelet's health port $1"
  exit 1
fi 2>/dev/null
printf 'GET /healthz HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n' >&3
if ! read -r -t 10 status <&3; then
  echo "the kubelet does not answer within 10 s"
  exit 1
fi
status=${status%$'\r'}
if [[ $status != "HTTP/1."?" 200 "* ]]; then
  echo "the kubelet says ${status}"
  exit 1
fi
echo "the kubelet is healthy"

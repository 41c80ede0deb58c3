#!/bin/bash
# Says whether the kubelet answers its health check. Arguments: its port on 127.0.0.1, then what to put before a
# program, to run it in the node's network.
# Exit: 0 it does, 1 it does not, 2 cannot tell. The node needs no program for this: Bottlerocket has none.

port=$1
shift

answer=$("$@" /bin/bash -c '
  exec 3<>"/dev/tcp/127.0.0.1/$1" || exit 3
  printf "GET /healthz HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n" >&3
  read -r -t 10 status <&3 || exit 4
  echo "${status%$'"'\r'"'}"
' probe "$port" 2>&1)
code=$?

if [[ $answer == nsenter:* || $code -eq 126 || $code -eq 127 ]]; then
  echo "cannot look into the node's network: ${answer}"
  exit 2
fi
case $code in
  0) ;;
  3)
    echo "nothing listens on the kubelet's health port ${port}"
    exit 1
    ;;
  4)
    echo "the kubelet does not answer within 10 s"
    exit 1
    ;;
  *)
    echo "cannot ask the kubelet: ${answer}"
    exit 2
    ;;
esac
if [[ $answer != "HTTP/1."?" 200 "* ]]; then
  echo "the kubelet says ${answer}"
  exit 1
fi
echo "the kubelet is healthy"

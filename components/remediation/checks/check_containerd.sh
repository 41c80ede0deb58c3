#!/bin/bash
# Says whether containerd answers. Arguments: what to put before ctr, to run it on the node.
# Exit: 0 it does, 1 it does not, 2 cannot tell.

answer=$("$@" ctr --timeout 10s version 2>&1)
code=$?

if [[ $answer == nsenter:* || $code -eq 126 || $code -eq 127 ]]; then
  echo "cannot run ctr: ${answer}"
  exit 2
fi
# Another socket, as some distributions have it, must not look like a dead runtime: the kubelet, which knows its
# own, says so on the node's Ready condition.
if [[ $answer == *"no such file or directory"* ]]; then
  echo "containerd has no socket where ctr looks: ${answer##*$'\n'}"
  exit 2
fi
if [[ $code -ne 0 ]]; then
  echo "containerd does not answer: ${answer##*$'\n'}"
  exit 1
fi
echo "containerd answers"

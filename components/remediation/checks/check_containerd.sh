#!/bin/bash
# Says whether containerd answers. Arguments: what to put before ctr, to run it on the node.
# Exit: 0 it does, 1 it does not, 2 cannot tell.

answer=$("$@" ctr --timeout 10s version 2>&1)
code=$?

if [[ $answer == nsenter:* || $code -eq 126 || $code -eq 127 ]]; then
  echo "cannot run ctr: ${answer}"
  exit 2
fi
if [[ $code -ne 0 ]]; then
  echo "containerd does not answer: ${answer##*$'\n'}"
  exit 1
fi
echo "containerd answers"

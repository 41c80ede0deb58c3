#!/bin/bash
# Says whether chronyd keeps the node's clock. Arguments: what to put before chronyc, to run it on the node.
# Exit: 0 it does, 1 it does not, 2 cannot tell.

tracking=$("$@" chronyc -n -c tracking 2>&1)
code=$?

if [[ $tracking == nsenter:* || $code -eq 126 || $code -eq 127 ]]; then
  echo "cannot run chronyc: ${tracking}"
  exit 2
fi
if [[ $code -ne 0 ]]; then
  echo "chronyd does not answer: ${tracking}"
  exit 1
fi

# Fields of chronyc's CSV: 3 stratum, 5 offset of the clock in seconds, 14 leap status.
IFS=, read -r -a field <<<"$tracking"
if [[ ${#field[@]} -ne 14 ]]; then
  echo "cannot read chronyc's answer: ${tracking}"
  exit 2
fi
stratum=${field[2]} offset=${field[4]} leap=${field[13]}

if [[ $leap == "Not synchronised" || $stratum -eq 0 ]]; then
  echo "chronyd has no source to synchronise with"
  exit 1
fi
# Half a second and more: tokens and certificates start to fail. Bash has no fractions, so count tenths.
size=${offset#-}
if [[ ! $size =~ ^([0-9]+)\.([0-9]) ]]; then
  echo "cannot read the offset ${offset}"
  exit 2
fi
if ((10#${BASH_REMATCH[1]}${BASH_REMATCH[2]} >= 5)); then
  echo "the clock is off by ${offset} s"
  exit 1
fi
echo "the clock is off by ${offset} s, stratum ${stratum}"

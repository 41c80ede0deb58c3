#!/bin/bash
# Says whether the node's own disks work. Arguments: "read-only" or "shut-down", the folder in proc of the node's
# first process, then the paths whose disks are the node's own; a path that is missing is passed over.
# Exit: 0 they do, 1 one does not, 2 cannot tell.

what=$1 first=$2
shift 2
export LC_ALL=C
patience=50 # tenths of a second

# Sets mount to the fields of the last mount over the longest beginning of a path: what is mounted there now.
find_mount() {
  local path=$1 line point longest=-1
  local -a field
  mount=()
  while read -r line; do
    read -r -a field <<<"$line"
    point=${field[4]}
    if [[ $path == "$point" || $point == / || $path == "$point"/* ]] && ((${#point} >= longest)); then
      longest=${#point}
      mount=("${field[@]}")
    fi
  done <<<"$mounts"
}

# A disk that stalls stops whoever touches it, and nothing can end that: so a process of its own touches it, and
# no second one while the first is stuck.
touch_disk() {
  local path=$1 answer pid tenths
  local stuck="${TMPDIR:-/tmp}/check_disks${path//\//_}.pid"
  if [[ -f $stuck && $(cat "/proc/$(<"$stuck")/comm" 2>/dev/null) == stat ]]; then
    echo "the disk of ${path} still does not answer"
    return 2
  fi
  answer=$(mktemp) || return 2
  stat -- "${first}/root${path}" >"$answer" 2>&1 &
  pid=$!
  for ((tenths = 0; tenths < patience; tenths++)); do
    kill -0 "$pid" 2>/dev/null || break
    sleep 0.1
  done
  if kill -0 "$pid" 2>/dev/null; then
    echo "$pid" >"$stuck"
    echo "the disk of ${path} does not answer within $((patience / 10)) s"
    return 2
  fi
  wait "$pid"
  local code=$? said
  said=$(<"$answer")
  rm -f "$stuck" "$answer"
  if [[ $code -eq 0 || $said == *"No such file or directory" ]]; then
    return 0
  fi
  if [[ $said == *"Input/output error" ]]; then
    echo "the disk of ${path} (${mount[2]}) answers with I/O errors only"
    return 1
  fi
  echo "cannot look at ${path}: ${said}"
  return 2
}

if ! mounts=$(cat "${first}/mountinfo" 2>&1); then
  echo "cannot read the node's mounts: ${mounts}"
  exit 2
fi

unknown=""
for path in "$@"; do
  find_mount "$path"
  # Fields after the hyphen: type, source, options of the file system itself.
  for ((at = 6; at < ${#mount[@]}; at++)); do
    [[ ${mount[at]} == - ]] && break
  done
  options=,${mount[at + 3]},
  if [[ $what == read-only ]]; then
    # Mounted to be written, and the file system itself does not take it: the kernel turned it. What is
    # read-only on purpose, such as Bottlerocket's root, says so in both places.
    if [[ ,${mount[5]}, == *,rw,* && ($options == *,ro,* || $options == *,emergency_ro,*) ]]; then
      echo "the kernel made the disk of ${path} (${mount[at + 2]}) read-only"
      exit 1
    fi
    continue
  fi
  # Major 0 has no device: overlay, tmpfs, network file systems.
  if [[ ${mount[2]} != 0:* && ! -e /sys/dev/block/${mount[2]} ]]; then
    echo "the device of ${path} (${mount[2]}) is gone"
    exit 1
  fi
  said=$(touch_disk "$path")
  case $? in
    0) ;;
    1)
      echo "$said"
      exit 1
      ;;
    *) unknown=$said ;;
  esac
done

if [[ -n $unknown ]]; then
  echo "$unknown"
  exit 2
fi
echo "the node's disks work"

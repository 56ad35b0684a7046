#!/usr/bin/env bash
# CPU seconds per million events of recording to a file: ftop record, trace-cmd record and, where that cannot run, a reader that only splices.
# usage (root): unshare -m tests/Ftop.Benchmarks/record.sh FTOP [COUNT]
#   FTOP: the published program. COUNT getppid calls at full speed (default 5000000) make 2 x COUNT events (raw_syscalls enter and exit).
#   Prints the ratio of ftop to the peer. trace-cmd record switches the function tracer on while it starts: a kernel that locks it refuses the whole.
set -eu
ftop=${1:?the published ftop} count=${2:-5000000}
bench=$(dirname "$0")/../../../shared/bench
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mountpoint -q /sys/kernel/tracing || mount -t tracefs tracefs /sys/kernel/tracing
cc -O2 -o "$work/workload" "$bench/workload.c"
printf '%s\n' '#!/bin/sh' "echo | exec $work/workload $count 0" >"$work/run"
chmod +x "$work/run"

# CPU of a recorder, its children but not the workload: user and system time of all, less those of the workload alone.
cpu() { # NAME COMMAND...
  local name=$1
  shift
  /usr/bin/time -q -f '%U %S' -o "$work/$name.time" "$@" >"$work/$name.said" 2>&1 || { cat "$work/$name.said" >&2; return 1; }
  awk -v n="$count" '{ print ($1 + $2) / (2 * n / 1e6) }' "$work/$name.time"
}

# The workload pays for the events that are written: with a reader that takes nothing, its own time is what tracing costs without recording.
floor() {
  local instance=/sys/kernel/tracing/instances/record-floor-$$
  mkdir "$instance"
  echo 0 >"$instance/tracing_on"
  echo 1 >"$instance/options/event-fork"
  sh -c "echo \$\$ >$instance/set_event_pid; echo 1 >$instance/events/raw_syscalls/enable; echo 1 >$instance/tracing_on; exec $work/run >/dev/null" &
  local started=$!
  wait "$started"
  rmdir "$instance"
}

base=$(cpu base bash -c "$(declare -f floor); work=$work; floor")
ours=$(cpu ftop "$ftop" record -F -c -e raw_syscalls -b 16384 -o "$work/ftop.dat" "$work/run")
tail -1 "$work/ftop.said"
echo "workload alone, traced: $base s per million events"
echo "ftop record: $(awk -v a="$ours" -v b="$base" 'BEGIN { print a - b }') s per million events"
if theirs=$(cpu trace-cmd trace-cmd record -q -F -c -e raw_syscalls -b 16384 -o "$work/trace-cmd.dat" "$work/run" 2>"$work/refused"); then
  echo "trace-cmd record: $(awk -v a="$theirs" -v b="$base" 'BEGIN { print a - b }') s per million events"
  awk -v a="$ours" -v b="$base" -v c="$theirs" 'BEGIN { printf "ratio: %.2f\n", (a - b) / (c - b) }'
else
  echo "trace-cmd record cannot run here: $(head -2 "$work/refused" | tr '\n' ' ')"
fi

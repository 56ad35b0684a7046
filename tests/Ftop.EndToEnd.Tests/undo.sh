#!/usr/bin/env bash
# Kills ftop with SIGKILL at the Nth call of a system call, for each N given, lets `ftop reset` put things back, and compares a listing of
# tracefs and of the mounts before and after. Run in a mount namespace of its own (unshare -m), as root.
# usage: undo.sh FTOP SYSCALL "N…" FTOP-ARGUMENT…      prints a line for each N; exit status 1 where anything differs
set -u
ftop=${1:?} call=${2:?} counts=${3:?}
shift 3

# Everything that an ftop may change, seen through a mount that ftop does not see.
listing() {
  unshare -m bash -c '
    set -u
    at=$(mktemp -d) && mount -t tracefs tracefs "$at" && cd "$at" || exit 1
    echo "instances: $(ls instances | tr "\n" " ")"
    for file in current_tracer tracing_on set_event trace_clock buffer_size_kb buffer_percent tracing_cpumask trace_options tracing_thresh \
        set_event_pid set_event_notrace_pid set_ftrace_pid set_ftrace_notrace_pid set_ftrace_filter set_ftrace_notrace set_graph_function \
        set_graph_notrace max_graph_depth kprobe_events uprobe_events; do
      [ -e "$file" ] && echo "$file: $(cat "$file" 2>&1)"
    done
    cd / && umount "$at" && rmdir "$at"'
  echo "mounts: $(grep -cE " (tracefs|debugfs) " /proc/self/mounts)"
  echo "journals: $(ls /run/ftop 2>/dev/null | tr "\n" " ")"
}

before=$(listing)
status=0
for count in $counts; do
  strace -f -qq -o /dev/null -e trace="$call" -e inject="$call:signal=SIGKILL:when=$count" "$ftop" "$@" >/dev/null 2>&1
  ended=$?
  left=$(listing)
  "$ftop" reset >/tmp/ftop-undo-said.$$ 2>&1 || { status=1; cat /tmp/ftop-undo-said.$$; }
  after=$(listing)
  [ "$left" = "$before" ] && was=clean || was=dirty
  if [ "$after" = "$before" ]; then
    echo "$call $count: ended $ended, left $was, reset ok"
  else
    echo "$call $count: ended $ended, left $was, DIFFERS after reset:"
    diff <(echo "$before") <(echo "$after")
    status=1
  fi
done
rm -f /tmp/ftop-undo-said.$$
exit $status

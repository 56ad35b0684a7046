#!/usr/bin/env bash
# Kills ftop with SIGKILL at the Nth call of a system call, for each N given, lets `ftop reset` put things back, and compares a listing of
# tracefs and of the mounts before and after. Run in a mount namespace of its own (unshare -m), as root. Other ftops may run, be killed
# and be put back meanwhile: looked at are this one's instance alone, and journals in a /run of one's own.
# usage: undo.sh FTOP SYSCALL[@FILE] "N…" FTOP-ARGUMENT…      prints a line for each N; exit status 1 where anything differs
#   FILE: only calls on this control file of ftop's own instance count.
#   Without -b among the arguments ftop gets a terminal, on which the keys of the variable KEYS are typed one by one.
set -u
keys=${KEYS:-}
ftop=${1:?} call=${2%@*} counts=${3:?}
[[ $2 == *@* ]] && file=${2#*@} || file=
shift 3

own= # the pid of the ftop that is killed, by which its instance is named

# Everything that an ftop may change, seen through a mount that ftop does not see.
listing() {
  own=$own unshare -m bash -c '
    set -u
    at=$(mktemp -d) && mount -t tracefs tracefs "$at" && cd "$at" || exit 1
    [ -e "instances/ftop-$own" ] && echo "its instance is there"
    for file in current_tracer tracing_on set_event trace_clock buffer_size_kb buffer_percent tracing_cpumask trace_options tracing_thresh \
        set_event_pid set_event_notrace_pid set_ftrace_pid set_ftrace_notrace_pid set_ftrace_filter set_ftrace_notrace set_graph_function \
        set_graph_notrace max_graph_depth kprobe_events uprobe_events; do
      [ -e "$file" ] && echo "$file: $(cat "$file" 2>&1)"
    done
    cd / && umount "$at" && rmdir "$at"'
  echo "mounts: $(grep -cE " (tracefs|debugfs) " /proc/self/mounts)"
  echo "journals: $(ls /run/ftop 2>/dev/null | tr "\n" " ")"
}

# Runs a shell command in a terminal of tmux and types the keys once the screen is there. It ends by itself, killed or not.
in_terminal() {
  local work i
  work=$(mktemp -d)
  tmux -S "$work/socket" -f /dev/null new-session -d -x 80 -y 24 "bash -c $(printf %q "echo \$\$ >$work/pid; $1"); echo \$? >$work/ended"
  for ((i = 0; i < 600; i++)); do
    [[ -s $work/ended ]] && break
    if [[ $keys && $(tmux -S "$work/socket" capture-pane -p) == *" Quit"* ]]; then
      tmux -S "$work/socket" send-keys -l "$keys"
      keys=
    fi
    sleep 0.1
  done
  own=$(cat "$work/pid")
  set -- "$(cat "$work/ended")"
  tmux -S "$work/socket" kill-server
  rm -r "$work"
  return "${1:-1}"
}

# With -D strace is the child and ftop has the shell's pid, by which its instance is named.
killed_at() {
  local on=() command keys=$keys
  [[ $file ]] && on=(-P "/sys/kernel/tracing/instances/ftop-\$\$/$file")
  command="exec strace -D -f -qq -o /dev/null ${on[*]} -e trace=$call -e inject=$call:signal=SIGKILL:when=$1 $(printf '%q ' "$ftop" "${@:2}")"
  if [[ " $* " == *" -b "* ]]; then
    bash -c "$command" >/dev/null &
    own=$!
    wait "$own"
  else
    in_terminal "$command"
  fi
}

# As on a board where nothing is mounted.
mountpoint -q /sys/kernel/tracing && umount /sys/kernel/tracing
mount -t tmpfs -o mode=755 none /run
before=$(listing)
status=0
for count in $counts; do
  killed_at "$count" "$@" 2>/dev/null
  ended=$?
  left=$(listing)
  "$ftop" reset >/run/said 2>&1 || { status=1; cat /run/said; }
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
exit $status

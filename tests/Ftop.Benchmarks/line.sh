#!/bin/sh
# Bytes per refresh on a terminal line: ftop beside top and htop, on screens of the same size, with the same delay, at the same time.
# usage: line.sh [FTOP] [TERM] [SECONDS]     (the program, src/ftop's Release build if not given; vt100; 20)
# needs: root, script and unshare (util-linux), procps, htop
set -eu
here=$(cd "$(dirname "$0")" && pwd)
ftop=${1:-$here/../../src/ftop/bin/Release/net10.0/ftop}
term=${2:-vt100}
seconds=${3:-20}
columns=80 rows=24 settle=10
work=$(mktemp -d)
trap 'kill "$workload" 2>/dev/null || :; rm -rf "$work"' EXIT

# A small workload that all of them show: some hundred short programs a second.
(while :; do /bin/true; sleep 0.01; done) &
workload=$!

# Runs a program on a terminal of its own until q is typed; what the terminal gets is in a file, written as it comes.
on_terminal() {
    name=$1
    shift
    (sleep $((settle + seconds + 3)); printf q; sleep 2) | env TERM="$term" LC_ALL=C HOME="$work" script -qfc "stty cols $columns rows $rows; exec $*" "$work/$name" >/dev/null 2>&1 &
}

on_terminal top top -d 1
on_terminal htop htop -d 10
on_terminal ftop unshare -m "$ftop" -d 1
on_terminal ftop-repair unshare -m "$ftop" -d 1 --repair 10
on_terminal ftop-9600 unshare -m "$ftop" -d 1 --line-rate 9600
sleep "$settle"
programs='ftop ftop-9600 ftop-repair top htop'
for name in $programs; do stat -c %s "$work/$name" >"$work/$name.first"; done
sleep "$seconds"
for name in $programs; do stat -c %s "$work/$name" >"$work/$name.last"; done

# LINE_KEEP=DIR keeps what each terminal got.
for name in $programs; do [ -z "${LINE_KEEP:-}" ] || cp "$work/$name" "$LINE_KEEP"; done

printf 'TERM=%s, %sx%s, 1 s, %s s\n| | bytes a refresh |\n|---|---|\n' "$term" "$columns" "$rows" "$seconds"
for name in $programs; do
    case $name in
        ftop) what='ftop' ;;
        ftop-9600) what='ftop --line-rate 9600' ;;
        ftop-repair) what='ftop --repair 10' ;;
        *) what=$name ;;
    esac
    printf '| %s | %s |\n' "$what" $((($(cat "$work/$name.last") - $(cat "$work/$name.first")) / seconds))
done
kill "$workload"
wait

#!/usr/bin/env bash
# CPU seconds of `ftop record` and `trace-cmd record` on an emulated board, in turns, over the same system calls of the same dd; medians.
#   tests/Ftop.Benchmarks/record-board.sh FTOP [COUNT [TURNS]]
# FTOP: the directory of a native build. COUNT: dd's bytes, one at a time, each two system calls, so four events (default 500000; 0 shows the start alone).
# BOARD names another board of tests/boards. This machine's trace-cmd and its libraries go onto the board.
# A recorder's time is user and system of it and all its children, less those of dd and the shell around it, as times(1) of two shells says. What is recorded
# takes longer by the recorder's wake-ups, so the sum of both is shown as well. What came is counted in the file, by `ftop report`. A first turn, in which the
# emulator translates both programs, is not counted.
set -euo pipefail
ftop=$(realpath "${1:?the directory of a native build}") count=${2:-500000} turns=${3:-5}
boards=$(realpath "$(dirname "$0")/../boards")
work=$(mktemp -d)
mkdir "$work/peer"
cp -L "$(command -v trace-cmd)" $(ldd "$(command -v trace-cmd)" | awk '/=> \// { print $3 }' | grep -vE '/(libc|libm|libpthread|libdl|ld-linux[^/]*)\.so') "$work/peer/"

libz=$(ldconfig -p | awk '$1 == "libz.so.1" && !found++ { print $NF }')
cp -L "$libz" "$work/peer/" # the bundle of ftop has one too

cat >"$work/peer/followed" <<END
#!/bin/sh
dd if=/dev/zero of=/dev/null bs=1 count=$count 2>/dev/null
times >/tmp/followed
END
cat >"$work/peer/measure" <<'END'
#!/bin/sh
# usage: measure NAME COMMAND...: prints NAME, the seconds of the recorder, of what it followed, and the events in the file.
name=$1
shift
sh -c '"$@" >/tmp/said 2>&1; times >/tmp/whole' sh "$@" -F -c -e raw_syscalls -b 8192 -o /tmp/trace.dat /opt/ftop/followed
events=$(($(/opt/ftop/ftop report /tmp/trace.dat 2>/dev/null | wc -l) - 11)) # less the header
# times prints minutes and seconds, user and system, of the shell and then of its children.
seconds='{ gsub(/s/, ""); for (i = 1; i <= 2; i++) { split($i, part, "m"); sum += part[1] * 60 + part[2] } } END { printf "%.3f", sum }'
whole=$(awk "NR == 2 $seconds" /tmp/whole)
followed=$(awk "$seconds" /tmp/followed)
echo "$name $(awk -v a="$whole" -v b="$followed" 'BEGIN { printf "%.3f", a - b }') $followed $events"
rm -f /tmp/trace.dat*
END
cat >"$work/peer/turns" <<END
#!/bin/sh
export LD_LIBRARY_PATH=/opt/ftop
for turn in $(seq -s ' ' 0 "$turns"); do
    warm=
    [ \$turn = 0 ] && warm=warm-
    sh /opt/ftop/measure \${warm}ftop /opt/ftop/ftop record
    sh /opt/ftop/measure \${warm}trace-cmd /opt/ftop/trace-cmd record
done
END
chmod +x "$work/peer/"*

mkfifo "$work/keys"
OUTSIDE=$work/outside "$boards/boot.sh" "${BOARD:-x86-64-6.1}" "$ftop" "$work/peer" <>"$work/keys" >"$work/console" 2>&1 &
board=$!
trap 'kill "$board" 2>/dev/null || true; rm -rf "$work"' EXIT
until grep -q 'board#' "$work/console"; do
    kill -0 "$board" 2>/dev/null || { cat "$work/console" >&2; exit 1; }
    sleep 1
done
echo 'outside ended sh /opt/ftop/turns' >"$work/keys"
until grep -q '^ended ' "$work/outside"; do
    kill -0 "$board" 2>/dev/null || { cat "$work/console" >&2; exit 1; }
    sleep 1
done
echo poweroff >"$work/keys"
wait "$board"

echo "recorder seconds-of-it seconds-of-the-followed events"
grep -v '^ended' "$work/outside"
median() { awk -v name="$1" -v added="$2" '$1 == name && $4 > 0 { print ($2 + added * $3) / $4 * 1e6 }' "$work/outside" | sort -n | awk '{ a[NR] = $1 } END { print a[int((NR + 1) / 2)] }'; }
compare() { awk -v what="$1" -v a="$(median ftop "$2")" -v b="$(median trace-cmd "$2")" 'BEGIN {
    printf "medians, CPU seconds per million events, %s: ftop %.2f, trace-cmd %.2f; ratio %.2f\n", what, a, b, a / b }'; }
compare "of the recorder alone" 0
compare "with the recorded program" 1

#!/bin/bash
# CPU seconds (user and system) that `ftop report FILE`, native, and `trace-cmd report -N FILE` take to /dev/null, in turns, five times each; medians and their ratio.
#   tests/Ftop.Benchmarks/report.sh FILE
# FTOP=path/to/ftop measures that build instead of publishing one.
set -eu
file=$(realpath "$1")
cd "$(dirname "$0")"
out=$(mktemp -d)
trap 'rm -r "$out"' EXIT
if [ -z "${FTOP:-}" ]; then
    case $(uname -m) in aarch64) rid=linux-arm64 ;; *) rid=linux-x64 ;; esac
    dotnet publish ../../src/ftop -c Release -r "$rid" -o "$out/native" -p:NuGetLockFilePath="$out/publish.lock.json" -v q >"$out/log" 2>&1 || { cat "$out/log"; exit 1; }
    FTOP=$out/native/ftop
fi
seconds() {
    local TIMEFORMAT="%U %S"
    { time "$@" >/dev/null 2>&1; } 2>&1 | awk '{ print $1 + $2 }'
}
for i in 1 2 3 4 5; do
    seconds "$FTOP" report "$file" >>"$out/ftop"
    seconds trace-cmd report -N -i "$file" >>"$out/trace-cmd"
done
median() { sort -g "$1" | sed -n 3p; }
events=$("$FTOP" report "$file" 2>/dev/null | grep -vc '^#')
awk -v n="$events" -v f="$(median "$out/ftop")" -v t="$(median "$out/trace-cmd")" 'BEGIN {
    printf "%d lines\nftop report          %.3f s, %.0f lines per CPU second\ntrace-cmd report -N  %.3f s, %.0f lines per CPU second\nratio %.1f\n", n, f, n / f, t, n / t, t / f }'

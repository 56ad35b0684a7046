#!/bin/bash
# CPU seconds per million events of a view of spans, live, beside a view that counts the same events, and beside a C reader that only counts ids (min_read): system calls
# made at full speed, in turns, medians of three.
#   tests/Ftop.Benchmarks/spans.sh PEERS
# PEERS: Makefile, live.sh, min_read.c and workload.c. FTOP=path/to/ftop measures that build instead of publishing one. Needs: root, gcc make util-linux.
set -eu
peers=$(realpath "$1")
cd "$(dirname "$0")"
views=$PWD/views
out=$(mktemp -d)
trap 'rm -r "$out"' EXIT
if [ -z "${FTOP:-}" ]; then
    case $(uname -m) in aarch64) rid=linux-arm64 ;; *) rid=linux-x64 ;; esac
    dotnet publish ../../src/ftop -c Release -r "$rid" -o "$out/native" -p:NuGetLockFilePath="$out/publish.lock.json" -v q >"$out/log" 2>&1 || { cat "$out/log"; exit 1; }
    FTOP=$out/native/ftop
fi
make -s -C "$peers"
for turn in 1 2 3; do
    for view in min_read counted one-cpu across-cpus; do
        case $view in min_read) reader=min_read ;; *) reader="ftop=$FTOP -b --json --view $views/$view.json -p \$PID" ;; esac
        unshare -m "$peers/live.sh" 5000000 0 "$reader" 2>&1 | sed -n 's/^  cpu .* s, \(.*\) s per million.*/\1/p' >>"$out/$view"
    done
done
median() { sort -g "$out/$1" | sed -n 2p; }
counted=$(median counted)
printf 'min_read %s, counted %s s per million events\n' "$(median min_read)" "$counted"
awk -v c="$counted" -v o="$(median one-cpu)" -v a="$(median across-cpus)" \
    'BEGIN { printf "spans on one CPU %s: %.2f times counting (budget 1.5)\nspans across CPUs %s: %.2f times counting (budget 2.5)\n", o, o / c, a, a / c }'

#!/bin/bash
# CPU time of an event of `ftop replay -b --json`, native, over 1 GB of the function tracer's pages, the whole program with its start: five times; the median, beside
# the plain C walker over the same pages.
#   tests/Ftop.Benchmarks/replay.sh TREE PEERS
# TREE: a directory laid out as tracefs (events/, kallsyms) of the kernel that wrote the pages; PEERS: Makefile, page_walk.c and function-x86_64-6.1.raw.xz.
# FTOP=path/to/ftop measures that build instead of publishing one. Needs: gcc make python3 xz.
set -eu
tree=$(realpath "$1")
peers=$(realpath "$2")
cd "$(dirname "$0")"
out=$(mktemp -d)
trap 'rm -r "$out"' EXIT
if [ -z "${FTOP:-}" ]; then
    case $(uname -m) in aarch64) rid=linux-arm64 ;; *) rid=linux-x64 ;; esac
    dotnet publish ../../src/ftop -c Release -r "$rid" -o "$out/native" -p:NuGetLockFilePath="$out/publish.lock.json" -v q >"$out/log" 2>&1 || { cat "$out/log"; exit 1; }
    FTOP=$out/native/ftop
fi
mkdir -p "$out/tree/per_cpu/cpu0"
cp -r "$tree"/{events,kallsyms} "$out/tree"
echo function >"$out/tree/current_tracer"
xz -dc "$peers/function-x86_64-6.1.raw.xz" >"$out/raw"
python3 - "$out/raw" "$out/tree/per_cpu/cpu0/trace_pipe_raw" <<'PYTHON'
import struct, sys
pages = open(sys.argv[1], 'rb').read()
places = sorted((struct.unpack_from('<Q', pages, place)[0], place) for place in range(0, len(pages), 4096))
span = places[-1][0] - places[0][0] + 1000000
with open(sys.argv[2], 'wb') as repeated:
    for turn in range((1 << 30) // len(pages) + 1):
        for time, place in places:
            repeated.write(struct.pack('<Q', time + turn * span) + pages[place + 8:place + 4096])
PYTHON
seconds() {
    local TIMEFORMAT="%U %S"
    { time "$@" >"$out/json" 2>/dev/null; } 2>&1 | awk '{ print $1 + $2 }'
}
for i in 1 2 3 4 5; do seconds "$FTOP" replay -b --json "$out/tree" >>"$out/ftop"; done
events=$(grep -o '"total":{"events":[0-9]*' "$out/json" | grep -o '[0-9]*$')
make -s -C "$peers" BIN="$out" "$out/page_walk"
"$out/page_walk" "$out/raw" 60
sort -g "$out/ftop" | sed -n 3p | awk -v n="$events" '{ printf "ftop replay -b: %d events, %.2f s, %.1f ns/event (budget 12)\n", n, $1, $1 * 1e9 / n }'

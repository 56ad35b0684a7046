#!/bin/sh
# Decoding beside its peers: the plain C walker and libtraceevent, all over the same function-tracer pages, five times in turns, on one CPU.
# usage: decode.sh PEERS     (a folder with Makefile, page_walk.c, tep_count.c and function-x86_64-6.1.raw.xz)
# needs: gcc make pkg-config libtraceevent-dev xz taskset
set -eu
peers=${1:?usage: decode.sh PEERS}
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

make -s -C "$peers" BIN="$work" "$work/page_walk" "$work/tep_count"
cp "$peers/function-x86_64-6.1.raw.xz" "$work"
xz -dk "$work/function-x86_64-6.1.raw.xz"
case $(uname -m) in aarch64) rid=linux-arm64 ;; *) rid=linux-x64 ;; esac
dotnet publish "$here" -c Release -r "$rid" -o "$work/native" -p:NuGetLockFilePath=obj/publish.lock.json -v q >"$work/publish.log" 2>&1 || { cat "$work/publish.log"; exit 1; }

raw=$work/function-x86_64-6.1.raw
for turn in 1 2 3 4 5; do
    taskset -c 1 "$work/page_walk" "$raw" 60
    taskset -c 1 "$work/native/Ftop.Benchmarks" decode "$raw" 60
    taskset -c 1 "$work/tep_count" "$raw" 6
done >"$work/lines"

median() { sed -n "s|^$1: .* \([0-9.]*\) ns/event|\1|p" "$work/lines" | sort -n | sed -n 3p; }
page_walk=$(median page_walk) ftop_walk=$(median ftop_walk) tep_count=$(median tep_count)
sort "$work/lines"
awk -v p="$page_walk" -v f="$ftop_walk" -v t="$tep_count" 'BEGIN {
    printf "medians, ns/event: ftop_walk %.2f, page_walk %.2f, tep_count %.2f\n", f, p, t
    printf "ftop_walk / page_walk = %.2f (budget 0.80), tep_count / ftop_walk = %.1f (budget 15)\n", f / p, t / f
}'

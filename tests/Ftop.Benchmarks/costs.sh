#!/bin/bash
# All that multiplies by views, CPUs and rows, each figure beside its peer, of one native build.
#   tests/Ftop.Benchmarks/costs.sh TREE PEERS RECORDING...
# TREE: a captured directory laid out as tracefs; PEERS: the folder of page_walk.c and the pages; RECORDING: trace.dat files for report.
# Needs: root, gcc make python3 xz trace-cmd.
set -eu
tree=$(realpath "$1")
peers=$(realpath "$2")
shift 2
recordings=()
for file in "$@"; do recordings+=("$(realpath "$file")"); done
cd "$(dirname "$0")"
out=$(mktemp -d)
trap 'rm -r "$out"' EXIT
case $(uname -m) in aarch64) rid=linux-arm64 ;; *) rid=linux-x64 ;; esac
dotnet publish ../../src/ftop -c Release -r "$rid" -o "$out/native" -p:NuGetLockFilePath="$out/publish.lock.json" -v q >"$out/log" 2>&1 || { cat "$out/log"; exit 1; }
dotnet build ../Ftop.Workload -c Release -o "$out/workload" -v q >"$out/log" 2>&1 || { cat "$out/log"; exit 1; }
export FTOP=$out/native/ftop
dotnet run -c Release -v q -- costs
./replay.sh "$tree" "$peers"
for file in ${recordings[@]+"${recordings[@]}"}; do ./report.sh "$file"; done
./spans.sh "$peers"
python3 screen.py "$FTOP" "$out/workload/Ftop.Workload" 3 "$tree"

#!/bin/sh
# Events a second of `ftop report`, as published, and of trace-cmd report, over the same FILE to /dev/null, three times each.
#   tests/Ftop.Benchmarks/report.sh FILE
set -eu
file=$(realpath "$1")
cd "$(dirname "$0")"
out=$(mktemp -d)
trap 'rm -r "$out"' EXIT
case $(uname -m) in aarch64) rid=linux-arm64 ;; *) rid=linux-x64 ;; esac
dotnet publish -c Release -r "$rid" -o "$out/native" -p:NuGetLockFilePath=obj/publish.lock.json -v q >"$out/log" 2>&1 || { cat "$out/log"; exit 1; }
for i in 1 2 3; do
    "$out/native/Ftop.Benchmarks" report "$file"
    start=$(date +%s.%N)
    trace-cmd report -N -i "$file" >/dev/null 2>&1
    end=$(date +%s.%N)
    echo "trace-cmd report -N: $(echo "$end - $start" | bc) s"
done

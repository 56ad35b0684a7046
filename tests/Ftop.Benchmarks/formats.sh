#!/bin/sh
# What parsing all event formats of this kernel takes, natively; as root.
# usage: formats.sh
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
case $(uname -m) in aarch64) rid=linux-arm64 ;; *) rid=linux-x64 ;; esac
dotnet publish "$here" -c Release -r "$rid" -o "$work/native" -p:NuGetLockFilePath=obj/publish.lock.json -v q >"$work/publish.log" 2>&1 || { cat "$work/publish.log"; exit 1; }
# shellcheck disable=SC2016
unshare -m sh -c 'mount -t tracefs tracefs /sys/kernel/tracing && "$0" formats /sys/kernel/tracing' "$work/native/Ftop.Benchmarks"

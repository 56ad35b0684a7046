#!/usr/bin/env bash
# Boots an emulated board and gives its serial console on this terminal.
#
#   tests/boards/boot.sh BOARD [BUNDLE...]
#
# BOARD: x86-64-6.12-rt, x86-64-6.1, arm64-6.1 (glibc and busybox), or musl (x86-64 6.1, musl and busybox).
# BUNDLE: directories whose files the board has in /opt/ftop, as artifacts/ftop-VERSION-linux-x64. musl needs two, that and
# artifacts/ftop-VERSION-linux-x64-anylibc, and starts /opt/ftop/ftop-anylibc: "ftop: not found" there means that the
# file is there and the loader of a glibc, which it asks for, is not.
# Environment: TERM, what the board's shell gets; OUTSIDE, a file that takes what the board writes to /dev/outside.
# poweroff on the board ends it. Every key, Ctrl-C included, goes to the board.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
cache=${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/ftop-boards
board=${1:-}
bundles=("${@:2}")
outside=file,id=outside,path=${OUTSIDE:-/dev/null}

die() { echo "boot.sh: $*" >&2; exit 1; }

# The comment above is the usage.
usage() { sed -n '2,/^set /s/^# \{0,1\}//p' "$0"; }
case $board in
    "") usage >&2; exit 2 ;;
    -h | --help) usage; exit 0 ;;
esac

# Where the fallback clock is the HPET, function_graph ends in soft lockups under emulation: x86-64 is told to trust
# its TSC, and gets a processor model that does not make the kernel doubt it.
x86_64=(qemu-system-x86_64 -cpu Nehalem -m 1024 -chardev "$outside"
    -serial chardev:console -serial chardev:outside)
x86_64_append="console=ttyS0,115200 tsc=reliable clocksource=tsc no_timer_check nokaslr mitigations=off"
arm64=(qemu-system-aarch64 -M virt -cpu cortex-a57 -m 512 -chardev "$outside"
    -serial chardev:console -device pci-serial,chardev=outside)
arm64_append="console=ttyAMA0,115200"

case $board in
    x86-64-6.12-rt | x86-64-6.1) kernel=$board root=root-amd64 qemu=("${x86_64[@]}") append=$x86_64_append ;;
    musl) kernel=x86-64-6.1 root=root-musl qemu=("${x86_64[@]}") append=$x86_64_append ;;
    arm64-6.1) kernel=$board root=root-arm64 qemu=("${arm64[@]}") append=$arm64_append ;;
    *) die "no board '$board': expected x86-64-6.12-rt, x86-64-6.1, arm64-6.1 or musl" ;;
esac
command -v "${qemu[0]}" >/dev/null || die "${qemu[0]} is not installed. Remedy: $here/fetch.sh as root"
[[ -e $cache/packages.txt && -d $cache/$kernel/root ]] || die "the boards are not in $cache. Remedy: $here/fetch.sh"
for bundle in "${bundles[@]}"; do
    [[ -d $bundle ]] || die "$bundle is not a directory"
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# The initramfs is three archives, one after the other: the root, the kernel's module, and the bundle as /opt/ftop.
pack() { (cd "$1" && find . | cpio --quiet -o -H newc -R 0:0) >>"$work/initramfs"; }
mkdir "$work/root"
cp -a "$cache/$root/." "$here/root/." "$work/root/"
chmod 755 "$work/root/init" "$work/root"/bin/*
pack "$work/root"
pack "$cache/$kernel/root"
mkdir -p "$work/bundle/opt/ftop"
for bundle in "${bundles[@]}"; do
    cp -a "$bundle/." "$work/bundle/opt/ftop/"
done
pack "$work/bundle"

# Both processors in one thread: where each has its own, an x86-64 kernel that patches all its functions under a workload
# ends in soft lockups, and a machine that is busy besides runs the board many times slower.
"${qemu[@]}" -display none -monitor none -nic none -smp 2 -accel tcg,thread=single \
    -chardev stdio,id=console,signal=off \
    -kernel "$cache/$kernel/vmlinuz" -initrd "$work/initramfs" \
    -append "$append quiet panic=-1 TERM=${TERM:-vt100}"

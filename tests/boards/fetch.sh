#!/usr/bin/env bash
# Fetches what the emulated boards are made of: Debian 12's kernels, a static busybox, glibc and musl for their
# roots, and, if they are missing and we are root, the programs that run them. Everything else works unprivileged:
# packages are unpacked, never installed, and apt keeps a state of its own, so the machine's is left as it is.
#
#   tests/boards/fetch.sh            fetch what is not cached yet
#   tests/boards/fetch.sh --update   fetch again, newest packages
set -euo pipefail

cache=${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/ftop-boards
complete=$cache/packages.txt # written last: what was fetched, in which version

say() { echo "fetch.sh: $*" >&2; }
die() { say "$*"; exit 1; }

install_tools() {
    local -A package_of=([qemu-system-x86_64]=qemu-system-x86 [qemu-system-aarch64]=qemu-system-arm [tmux]=tmux [cpio]=cpio)
    local missing=() tool
    for tool in "${!package_of[@]}"; do
        command -v "$tool" >/dev/null || missing+=("${package_of[$tool]}")
    done
    ((${#missing[@]})) || return 0
    [[ $EUID == 0 ]] || die "not installed: ${missing[*]}. Remedy: apt-get install ${missing[*]}"
    apt-get -qq update
    DEBIAN_FRONTEND=noninteractive apt-get -qq install --no-install-recommends -y "${missing[@]}" >/dev/null
}

# apt with its lists in $work, for both architectures, asking Debian's own sources only.
apt_options() {
    local sources=/etc/apt/sources.list.d/debian.sources
    [[ -e $sources ]] || sources=/etc/apt/sources.list
    options=(-qq -o APT::Architectures::=amd64 -o APT::Architectures::=arm64 -o APT::Sandbox::User=
        -o Dir::State::Lists="$work/lists" -o Dir::Cache="$work/cache"
        -o Dir::Etc::SourceList="$sources" -o Dir::Etc::SourceParts=-)
    mkdir -p "$work"/{lists,cache/archives}/partial "$work/debs"
}

# The kernel that a meta package stands for today, as "name:architecture".
current_kernel() {
    local name
    name=$(apt-cache "${options[@]}" depends --important "$1" | sed -n 's/^ *Depends: \(linux-image-[^ :]*\).*/\1/p' | head -n 1)
    [[ $name ]] || die "$1 names no kernel; the boards need Debian 12's package sources"
    echo "$name:${1#*:}"
}

newest_rt_kernel() {
    local name
    name=$(apt-cache "${options[@]}" pkgnames linux-image-6.12. | grep -E 'rt-amd64-unsigned$' | sort -V | tail -n 1)
    [[ $name ]] || die "no linux-image-6.12.*rt-amd64-unsigned; the boards need Debian 12's package sources"
    echo "$name:amd64"
}

# unpack PACKAGE DIRECTORY PATTERN...: the files of PACKAGE whose path matches, into DIRECTORY.
unpack() {
    local package=$1 directory=$2
    shift 2
    (cd "$work/debs" && rm -f ./*.deb && apt-get "${options[@]}" download "$package") || die "cannot download $package"
    mkdir -p "$directory"
    dpkg-deb --fsys-tarfile "$work"/debs/*.deb | tar -x -C "$directory" --wildcards "$@"
    basename "$work"/debs/*.deb .deb >>"$work/packages.txt"
    say "$package"
}

# unpack_kernel PACKAGE NAME: its image as NAME/vmlinuz, its configuration as NAME/config, and for boards to have a block
# device its module of loop devices as NAME/root/lib/modules/loop.ko.
unpack_kernel() {
    local kernel=$work/new/$2 module
    unpack "$1" "$kernel" './boot/vmlinuz-*' './boot/config-*' '*/kernel/drivers/block/loop.ko*'
    mv "$kernel"/boot/vmlinuz-* "$kernel/vmlinuz"
    mv "$kernel"/boot/config-* "$kernel/config"
    module=$(find "$kernel/lib" -name 'loop.ko*')
    mkdir -p "$kernel/root/lib/modules"
    case $module in
        *.xz) "$work/new/root-amd64/bin/busybox" unxz -c "$module" >"$kernel/root/lib/modules/loop.ko" ;;
        *) mv "$module" "$kernel/root/lib/modules/" ;;
    esac
    rm -r "$kernel/boot" "$kernel/lib"
}

unpack_root() {
    local architecture=$1 root=$work/new/root-$1
    unpack "busybox-static:$architecture" "$root" './bin/busybox'
    chmod 755 "$root/bin/busybox"
    # The program loader and what of glibc every board with glibc has; no zlib, no C++ or gcc run-time.
    unpack "libc6:$architecture" "$root" '*/ld-*.so.*' '*/lib/*-gnu/libc.so.6' '*/libm.so.6' '*/libdl.so.2' '*/libpthread.so.0' '*/librt.so.1'
}

install_tools
if [[ -e $complete && -d $cache/arm64-6.1/root && ${1:-} != --update ]]; then
    say "already in $cache"
    exit 0
fi
for tool in apt-get dpkg-deb; do
    command -v $tool >/dev/null || die "needs $tool: the kernels are Debian packages"
done

mkdir -p "$cache"
work=$(mktemp -d "$cache/fetch.XXXXXX")
trap 'rm -rf "$work"' EXIT
apt_options
apt-get "${options[@]}" update

unpack_root amd64
unpack_root arm64
unpack_kernel "$(newest_rt_kernel)" x86-64-6.12-rt
unpack_kernel "$(current_kernel linux-image-amd64:amd64)" x86-64-6.1
unpack_kernel "$(current_kernel linux-image-arm64:arm64)" arm64-6.1
unpack musl:amd64 "$work/new/root-musl" './lib/ld-musl-*' '*/libc.so'
install -D "$work/new/root-amd64/bin/busybox" "$work/new/root-musl/bin/busybox"

rm -f "$complete"
for part in "$work"/new/*; do
    rm -rf "${cache:?}/$(basename "$part")"
    mv "$part" "$cache/"
done
mv "$work/packages.txt" "$complete"
say "fetched into $cache"

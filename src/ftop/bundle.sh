#!/usr/bin/env bash
# bundle.sh RID PUBLISHED DIRECTORY DOTNET: takes what a board needs from a published directory, makes it fit for a bare
# root file system, and packs it as DIRECTORY.tar.gz, with the licences of all that is in it. DIRECTORY-anylibc.tar.gz
# adds a C library, to be unpacked over it. DOTNET is where the SDK is.
set -euo pipefail

rid=$1
published=$2
directory=$3
dotnet=$4
limit=$((16 * 1024 * 1024))

source=$(cd "$(dirname "$0")" && pwd)
die() { echo "bundle.sh: $*" >&2; exit 1; }

case $rid in
    linux-x64) target=x86_64-linux-gnu loader=ld-linux-x86-64.so.2 ;;
    linux-arm64) target=aarch64-linux-gnu loader=ld-linux-aarch64.so.1 ;;
    *) die "no bundle for $rid" ;;
esac
for tool in clang $target-objdump $target-strip; do
    command -v $tool >/dev/null || die "needs $tool"
done

rm -rf "$directory" "$directory-anylibc"
mkdir -p "$directory/licences" "$directory-anylibc"/{libc,licences}
cp -r "$published"/{ftop,libMono.Unix.so,themes,views} "$source"/{../../LICENSE,THIRD-PARTY-NOTICES.txt} "$directory"
cp "$dotnet/ThirdPartyNotices.txt" "$directory/licences/dotnet"
cd "$directory-anylibc"
added=$PWD
cd - >/dev/null
cd "$directory"
name=$(basename "$PWD")

$target-strip libMono.Unix.so
needed=$($target-objdump -p ftop libMono.Unix.so | awk '$1 == "NEEDED" { print $2 }' | sort -u)
glibc=$($target-objdump -T ftop libMono.Unix.so | grep -o 'GLIBC_[0-9.]*' | sort -Vu | tail -n 1)

# For boards with an older glibc than ours, or another C library: ours, with its loader, and a script that uses them.
# The loader is beside ftop since /proc/self/exe, by which the program finds its directory, then names the loader.
cd "$added"
for file in $needed; do
    cp -L "$(clang --target=$target -print-file-name="$file")" libc/
done
mv "libc/$loader" .
cat >ftop-anylibc <<SCRIPT
#!/bin/sh
# Starts ftop with the C library of this directory: for boards whose own is older or not glibc.
here=\$(dirname "\$(readlink -f "\$0")")
exec "\$here/$loader" --argv0 ftop --library-path "\$here/libc" "\$here/ftop" "\$@"
SCRIPT
cp /usr/share/doc/libc6/copyright licences/glibc
cp /usr/share/common-licenses/LGPL-2.1 licences/

cd ..
for part in "$name" "$name-anylibc"; do
    find "$part" -type d -exec chmod 755 {} +
    find "$part" -type f -exec chmod 644 {} +
    chmod -f 755 "$part"/{ftop,ftop-anylibc,"$loader"} || true # each has some of them
    size=$(find "$part" -type f -printf '%s\n' | awk '{ sum += $1 } END { print sum }')
    ((size <= limit)) || die "$part is $size bytes, the limit is $limit"
    tar --sort=name --owner=0 --group=0 --numeric-owner --transform "s/^$name-anylibc/$name/" -czf "$part.tar.gz" "$part"
    echo "$part: $size bytes unpacked, $(stat -c %s "$part.tar.gz") packed"
done
echo "$name: ftop needs glibc ${glibc#GLIBC_} or newer, with $name-anylibc unpacked over it ftop-anylibc none"

#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# scripts/build.sh DIR KIND: configures DIR for KIND where it is not yet, and builds it.
#
# KIND names a row below. A directory that was set up otherwise (other options, another checkout, an older Meson, an
# attempt that was cut off) is set up again; one that is right costs nothing but Ninja's look at the files.
# $prefix, where set, is passed on to Meson. CC picks the compiler of a directory that is set up afresh.
set -eu

dir=$1 kind=$2
case "$kind" in
release) options='-Dbuildtype=release -Db_lto=true -Dtests=false -Dfuzz=false -Db_sanitize=none' ;;
bench) options='-Dbuildtype=release -Db_lto=true -Dtests=false -Dfuzz=false -Db_sanitize=none -Dbench=true' ;;
check) options='-Dbuildtype=debugoptimized -Dtests=true -Dfuzz=false -Db_sanitize=address,undefined -Db_lundef=false -Dwerror=true' ;;
compiler) options='-Dbuildtype=release -Dtests=true -Dfuzz=false -Dbench=true -Dwerror=true' ;;
fuzz) options='-Dbuildtype=debugoptimized -Dtests=false -Dfuzz=true -Db_sanitize=address,undefined -Db_lundef=false' ;;
*) echo "build.sh: no such kind: $kind" >&2 && exit 1 ;;
esac

for tool in meson ninja; do
    command -v "$tool" >/dev/null || {
        echo "build: $tool is missing; \`make setup\` installs what is needed" >&2
        exit 1
    }
done
if [ -d "$dir" ] && ! [ -w "$dir" ]; then
    echo "build: $dir/ belongs to somebody else; remove it, or name another with BUILD=" >&2
    exit 1
fi

# shellcheck disable=SC2086 # options are words
set -- $options ${prefix:+"-Dprefix=$prefix"}

state=$(python3 scripts/build_state.py "$dir" "$@")
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# Removes DIR, but only what Meson made.
wipe() {
    [ -d "$dir" ] || return 0
    if ! [ -d "$dir/meson-private" ] && ! rmdir "$dir" 2>/dev/null; then
        echo "build: $dir/ is there and is no build directory; name another with BUILD=" >&2
        exit 1
    fi
    rm -rf "$dir"
}
configure() { meson setup "$@" >"$log" 2>&1; }

case "$state" in
ready) ;;
changed) configure --reconfigure "$dir" "$@" || { wipe && configure "$dir" "$@"; } ;;
*) wipe && configure "$dir" "$@" ;;
esac || {
    grep -v '^$' "$log" | tail -n 20 >&2
    echo "build: Meson could not configure $dir/; \`make setup\` installs what is needed" >&2
    exit 1
}
if [ -t 1 ]; then exec ninja -C "$dir"; else exec ninja -C "$dir" --quiet; fi

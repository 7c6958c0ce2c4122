#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# scripts/setup.sh SET...: installs the system packages that emaki needs and this machine lacks.
#
# In:   the sets wanted: build (compile and run), test (make check), ci (the other compiler, fuzzing).
# Out:  status 0 when everything is there; otherwise 1, with what is missing and what to do.
# With EMAKI_NO_INSTALL=1 it only lists what is missing. It changes the machine by apt-get alone, and says so first; a
# second run finds nothing to do and changes nothing. EMAKI_SETUP_ROOT stands for the machine's root in tests.
set -eu

# The one table. The names are those of Debian 12, Debian 13 and Ubuntu 24.04 alike; `probe` is how another system is
# asked: pc:MODULE is a pkg-config module, cmd:NAME a program, h:NAME a header.
#
# `browser` goes with `test` on Debian alone: Ubuntu has Chromium as a snap, which cannot read what the tests make. Where
# there is none, those tests are skipped.
#
# set   package             probe
PACKAGES='
build   gcc                 cmd:cc
build   libc6-dev           h:stdlib.h
build   meson               cmd:meson
build   ninja-build         cmd:ninja
build   pkgconf             cmd:pkg-config
build   python3             cmd:python3
build   libyyjson-dev       pc:yyjson
build   libxxhash-dev       pc:libxxhash
build   libdeflate-dev      pc:libdeflate
build   zlib1g-dev          pc:zlib
build   libzstd-dev         pc:libzstd
build   libarchive-dev      pc:libarchive
build   libfyaml-dev        pc:libfyaml
build   libpcre2-dev        pc:libpcre2-8
build   libmaxminddb-dev    pc:libmaxminddb
build   libssl-dev          pc:libcrypto
test    libcriterion-dev    pc:criterion
test    binutils            cmd:objdump
test    graphviz            cmd:dot
test    librsvg2-bin        cmd:rsvg-convert
test    poppler-utils       cmd:pdftotext
test    python3-yaml        -
test    openssl             cmd:openssl
test    clang-format-19     cmd:clang-format-19
browser chromium            cmd:chromium
ci      clang-19            cmd:clang-19
ci      clang-tidy-19       cmd:clang-tidy-19
ci      libclang-rt-19-dev  -
'
KNOWN='debian-12 debian-13 ubuntu-24.04'

say() { printf 'setup: %s\n' "$*"; }
stop() {
    printf 'setup: %s\n' "$@" >&2
    exit 1
}

# ID-VERSION of this machine, "debian-12"; and whether it is of the Debian family at all.
identify() {
    ID='' VERSION_ID='' ID_LIKE=''
    # shellcheck disable=SC1091 # the machine's own
    [ ! -r "$root/etc/os-release" ] || . "$root/etc/os-release"
    release="$ID-$VERSION_ID"
    case " $ID $ID_LIKE " in
    *' debian '* | *' ubuntu '*) command -v apt-get >/dev/null && family=debian || family=other ;;
    *) family=other ;;
    esac
}

# Prints "package probe" for each row of the sets in $1.
rows() {
    printf '%s' "$PACKAGES" | while read -r set package probe; do
        case " $1 " in *" $set "*) printf '%s %s\n' "$package" "$probe" ;; esac
    done
}

# Prints the packages of the sets in $1 that dpkg does not have.
missing_packages() {
    wanted=$(rows "$1" | cut -d ' ' -f 1)
    # shellcheck disable=SC2086 # names are words
    have=$(dpkg-query -W -f '${Package} ${db:Status-Status}\n' $wanted 2>/dev/null | sed -n 's/ installed$//p' || true)
    for package in $wanted; do
        printf '%s\n' "$have" | grep -qxF "$package" || printf '%s\n' "$package"
    done
}

probe() {
    case "$1" in
    pc:*) pkg-config --exists "${1#pc:}" 2>/dev/null ;;
    cmd:*) command -v "${1#cmd:}" >/dev/null ;;
    h:*) printf '#include <%s>\n' "${1#h:}" | cc -fsyntax-only -x c - 2>/dev/null ;;
    *) true ;;
    esac
}

# The same question for systems without dpkg, whose packages have other names.
missing_probes() {
    rows "$1" | while read -r package how; do
        probe "$how" || printf '%s\n' "$package (${how#*:})"
    done
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif [ -t 0 ]; then
        sudo "$@"
    else
        sudo -n "$@"
    fi
}

# Quiet but for errors, which apt-get writes to stderr.
apt() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=120 "$@" >/dev/null
}

write_root() { as_root sh -c 'cat > "$1"' sh "$1"; }

# yyjson came to Debian after 12 and to Ubuntu after 24.04. The package of the later release runs there (it needs libc
# alone): take it, and nothing else of that release, from the mirror that this machine already uses.
#
# release       own suites                        component  later release  keyring
LATER='
debian-12       bookworm|stable|oldstable         main       trixie         debian-archive-keyring.gpg
ubuntu-24.04    noble                             universe   resolute       ubuntu-archive-keyring.gpg
'

# Writes the pin first: a source without it would offer the whole later release.
admit_yyjson() {
    set -- $(printf '%s' "$LATER" | grep "^$release ") && [ $# = 5 ] || return 0
    mirror=$(apt-get indextargets --format '$(RELEASE) $(COMPONENT) $(REPO_URI)' 'Identifier: Packages' |
        sed -n -E "s/^($2) $3 //p" | head -n 1)
    [ -n "$mirror" ] || stop "libyyjson-dev is missing, and no apt source names a mirror of $release ($3) to take it from" \
        'install yyjson 0.8 or later (with its yyjson.pc), then run this again'
    say "$release has no yyjson: admitting libyyjson0 and libyyjson-dev of $4, and nothing else, from $mirror"
    say "writing /etc/apt/preferences.d/emaki-$4 and /etc/apt/sources.list.d/emaki-$4.sources"
    write_root "$root/etc/apt/preferences.d/emaki-$4" <<-PIN
	Package: *
	Pin: release n=$4
	Pin-Priority: -1

	Package: libyyjson0 libyyjson-dev
	Pin: release n=$4
	Pin-Priority: 500
	PIN
    {
        printf 'Types: deb\nURIs: %s\nSuites: %s\nComponents: %s\n' "$mirror" "$4" "$3"
        [ ! -r "/usr/share/keyrings/$5" ] || printf 'Signed-By: /usr/share/keyrings/%s\n' "$5"
    } | write_root "$root/etc/apt/sources.list.d/emaki-$4.sources"
    apt update
}

has_candidate() { apt-cache policy "$1" | grep -q '^  Candidate: [^(]'; }

install_packages() {
    if [ "$(id -u)" != 0 ] && ! command -v sudo >/dev/null; then
        stop 'not root, and there is no sudo. As root, run:' "  sh scripts/setup.sh $sets"
    fi
    say 'installing them with apt-get'
    apt update
    case " $* " in *' libyyjson-dev '*)
        has_candidate libyyjson-dev || admit_yyjson
        ;;
    esac
    apt install -y --no-install-recommends "$@"
}

setup_debian() {
    missing=$(missing_packages "$sets" | tr '\n' ' ')
    [ -n "$missing" ] || return 0
    say "missing packages: $missing"
    [ "${EMAKI_NO_INSTALL:-0}" != 1 ] || stop 'EMAKI_NO_INSTALL=1: nothing was installed' \
        'install what is listed above, then run this again'
    case " $KNOWN " in *" $release "*) ;; *) say "$release is not one of $KNOWN: trying anyway" ;; esac
    # shellcheck disable=SC2086 # names are words
    install_packages $missing
    say 'done'
}

setup_other() {
    missing=$(missing_probes "$sets")
    [ -n "$missing" ] || return 0
    printf 'setup: missing, by their Debian names (and what was looked for):\n%s\n' "$missing" >&2
    stop "this script installs on Debian and Ubuntu only (known: $KNOWN); this is ${release:-an unknown system}" \
        'install what is listed above with your package manager, then run this again'
}

sets="$*" root=${EMAKI_SETUP_ROOT:-}
[ -n "$sets" ] || stop 'usage: scripts/setup.sh build|test|ci...'
for set in $sets; do
    case "$set" in build | test | ci) ;; *) stop "no such set: $set (build, test, ci)" ;; esac
done
identify
case "$ID $sets " in debian\ *test*) sets="$sets browser" ;; esac
if [ "$family" = debian ]; then setup_debian; else setup_other; fi

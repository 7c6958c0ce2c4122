#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# scripts/install.sh DIR: installs the release build of DIR; $prefix and $DESTDIR as in the GNU conventions.
#
# What is built already is not built again, so that `make && sudo make install` leaves nothing of root's in DIR.
set -eu

dir=$1
if ! [ -x "$dir/emaki" ] || [ -n "${prefix:-}" ]; then sh scripts/build.sh "$dir" release; fi
case "${DESTDIR:-}" in '' | /*) ;; *) DESTDIR=$PWD/$DESTDIR && export DESTDIR ;; esac
[ -n "${DESTDIR:-}" ] || unset DESTDIR
exec meson install -C "$dir" --no-rebuild --quiet

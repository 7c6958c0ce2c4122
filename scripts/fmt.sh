#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# scripts/fmt.sh [--check]: formats the C sources in place, or says which are not formatted (status 1).
#
# One version of clang-format, packaged by every release that scripts/setup.sh knows: others format a little otherwise.
set -eu

tool=clang-format-19
command -v "$tool" >/dev/null || {
    echo "fmt: $tool is missing; \`make setup\` installs it" >&2
    exit 1
}
case "${1:-}" in --check) set -- --dry-run -Werror ;; *) set -- -i ;; esac
find src tests tools bench -type f -name '*.[ch]' -print0 2>/dev/null | xargs -0 "$tool" "$@"

#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# scripts/check.sh DIR [--format]: runs every test of a build directory, and with --format looks at the formatting of the
# sources too; the last line is "N passed, M failed".
set -eu

dir=$1
export ASAN_OPTIONS="${ASAN_OPTIONS:-detect_leaks=1:strict_string_checks=1:detect_stack_use_after_return=1}"
export UBSAN_OPTIONS="${UBSAN_OPTIONS:-halt_on_error=1:print_stacktrace=1}"
status=0
rm -f "$dir/meson-logs/testlog.json"
meson test -C "$dir" --no-rebuild --quiet --timeout-multiplier 5 || status=$?
format=
if [ "${2:-}" = --format ]; then
    if sh scripts/fmt.sh --check; then format=passed; else format=failed; fi
fi
python3 scripts/summary.py "$dir" ${format:+"clang-format=$format"} || status=1
exit "$status"

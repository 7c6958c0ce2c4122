#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# scripts/check.sh DIR: runs every test of a build directory; the last line is "N passed, M failed".
set -eu

dir=$1
export ASAN_OPTIONS="${ASAN_OPTIONS:-detect_leaks=1:strict_string_checks=1:detect_stack_use_after_return=1}"
export UBSAN_OPTIONS="${UBSAN_OPTIONS:-halt_on_error=1:print_stacktrace=1}"
status=0
rm -f "$dir/meson-logs/testlog.json"
meson test -C "$dir" --no-rebuild --quiet --timeout-multiplier 5 || status=$?
python3 scripts/summary.py "$dir" || status=1
exit "$status"

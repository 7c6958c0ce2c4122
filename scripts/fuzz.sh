#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# scripts/fuzz.sh DIR: runs each fuzz target for FUZZ_SECONDS; status 1 when one of them found something.
#
# New inputs are kept in DIR/corpus/TARGET; the seeds in tests/fuzz/corpus/TARGET are only read. What crashes is
# written to DIR/crash-TARGET-*: mend it, and keep the file as a seed, so that it is run again for ever.
set -eu

dir=$1
: "${FUZZ_SECONDS:=60}"
CC=clang-19 sh scripts/build.sh "$dir" fuzz
export LSAN_OPTIONS="${LSAN_OPTIONS:-suppressions=tests/fuzz/leaks.supp:print_suppressions=0}"
status=0 count=0
for target in "$dir"/tests/fuzz/fuzz_*; do
    [ -f "$target" ] && [ -x "$target" ] || continue
    name=${target##*/fuzz_}
    corpus=$dir/corpus/$name
    mkdir -p "$corpus"
    count=$((count + 1))
    seeds=tests/fuzz/corpus/$name
    [ -d "$seeds" ] || seeds=$corpus
    echo "fuzz: $name for $FUZZ_SECONDS s"
    "$target" -max_total_time="$FUZZ_SECONDS" -rss_limit_mb=2048 -timeout=10 -print_final_stats=1 -verbosity=0 \
        -artifact_prefix="$dir/crash-$name-" "$corpus" "$seeds" || status=1
done
[ "$count" -gt 0 ] || { echo 'fuzz: there is no target in tests/fuzz' >&2 && exit 1; }
[ "$status" = 0 ] && echo "fuzz: $count targets found nothing"
exit "$status"

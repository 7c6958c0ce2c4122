#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# scripts/run.sh DIR: what `make run` shows: the story of the bundled example, in the terminal and as a page.
set -eu

dir=$1
story() { "$dir/emaki" story examples/company-day --config examples/emaki.yml "$@"; }
story --format html -o "$dir/story.html"
story --format text
case "$dir" in /*) page=$dir/story.html ;; *) page=$PWD/$dir/story.html ;; esac
printf '\nThe same story as a page: %s\nYour own logs:            %s scan FOLDER\n' "$page" "$dir/emaki"

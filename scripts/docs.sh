#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# scripts/docs.sh DIR: draws docs/story.svg, the picture at the top of the README, from the bundled example.
set -eu

"$1/emaki" story examples/company-day --config examples/emaki.yml --format svg -o docs/story.svg
echo 'docs/story.svg is drawn; look at it before committing it'

# SPDX-License-Identifier: Apache-2.0
# The front door. Everything that is built, is built by Meson; these are the commands with their names.
#
#   BUILD=dir        where `make build` builds (default: build)
#   prefix=, DESTDIR= for `make install`, as the GNU conventions say (prefix defaults to /usr/local)
#   EMAKI_NO_INSTALL=1  `run`, `check` and `setup` list missing packages and stop, instead of installing them
#   FUZZ_SECONDS=60  how long `make fuzz` runs each target

BUILD ?= build
FUZZ_SECONDS ?= 60
prefix ?= $(PREFIX)

export EMAKI_NO_INSTALL FUZZ_SECONDS DESTDIR prefix

.DEFAULT_GOAL := build
.PHONY: build run check install bench fuzz docs fmt setup clean help

build: ## the release binary, build/emaki
	@sh scripts/build.sh "$(BUILD)" release

run: ## install what is missing, build, scan the bundled example, leave build/story.html
	@sh scripts/setup.sh build
	@sh scripts/build.sh "$(BUILD)" release
	@sh scripts/run.sh "$(BUILD)"

check: ## install what tests need, build with sanitizers, run everything; ends with "N passed, M failed"
	@sh scripts/setup.sh build test
	@sh scripts/build.sh build-check check
	@sh scripts/check.sh build-check --format

install: ## binary, rules, man page, completions (prefix=, DESTDIR=)
	@sh scripts/install.sh "$(BUILD)"

bench: ## measure: fixed inputs, a table and JSON as output
	@sh scripts/build.sh "$(BUILD)" bench
	@python3 bench/run.py --build "$(BUILD)"
	@"$(BUILD)/bench/story"
	@python3 bench/month.py --build "$(BUILD)"

fuzz: ## each fuzz target for FUZZ_SECONDS (clang)
	@sh scripts/setup.sh build ci
	@sh scripts/fuzz.sh build-fuzz

docs: ## redraw the picture of the README from the bundled example
	@sh scripts/build.sh "$(BUILD)" release
	@sh scripts/docs.sh "$(BUILD)"

fmt: ## format the sources
	@sh scripts/fmt.sh

setup: ## install every system package that building, testing and CI need
	@sh scripts/setup.sh build test ci

clean: ## remove what was built
	@for dir in "$(BUILD)" build-check build-fuzz build-gcc build-clang-19 build-install; do \
	    if [ -d "$$dir/meson-private" ]; then echo "removing $$dir/" && rm -rf "$$dir"; fi; \
	done

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""build_state.py DIR -Dname=value...: says whether DIR is a Meson build directory of this checkout with these options.

Prints one word: "ready", "changed" (it is, with other options) or "fresh" (it has to be set up from the start).
"""
import json
import os
import sys


def load(directory, name):
    with open(os.path.join(directory, "meson-info", name), encoding="utf-8") as file:
        return json.load(file)


def same(actual, wanted):
    """Options print as words; Meson stores booleans and lists."""
    if isinstance(actual, bool):
        return actual == (wanted == "true")
    if isinstance(actual, list):
        return actual == wanted.split(",")
    return str(actual) == wanted


def state(directory, options):
    try:
        source = load(directory, "meson-info.json")["directories"]["source"]
        actual = {option["name"]: option["value"] for option in load(directory, "intro-buildoptions.json")}
    except (OSError, ValueError, KeyError):
        return "fresh"
    if os.path.realpath(source) != os.path.realpath(".") or not os.path.exists(os.path.join(directory, "build.ninja")):
        return "fresh"
    wanted = dict(option[2:].split("=", 1) for option in options)
    return "ready" if all(name in actual and same(actual[name], wanted[name]) for name in wanted) else "changed"


if __name__ == "__main__":
    print(state(sys.argv[1], sys.argv[2:]))

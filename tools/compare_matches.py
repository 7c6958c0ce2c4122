#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares two lists of matches: lines of "rule id TAB event ID", as `emaki scan --format matches` writes them.

usage: compare_matches.py OURS THEIRS

Prints each line that only one of them has, counted by rule, and ends with status 1 when there is one. Order and
repetition do not matter.
"""
import collections
import sys


def read(path):
    matches = set()
    with open(path, encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            parts = line.rstrip("\n").split("\t")
            if len(parts) != 2:
                sys.exit(f"{path}:{number}: not a rule id, a tab and an event ID")
            matches.add((parts[0], parts[1]))
    return matches


def show(title, matches):
    by_rule = collections.defaultdict(list)
    for rule, event in sorted(matches):
        by_rule[rule].append(event)
    for rule, events in by_rule.items():
        print(f"{title}: {rule}: {len(events)}")
        for event in events:
            print(f"  {event}")


def main(argv):
    if len(argv) != 3:
        sys.exit(__doc__.strip())
    ours, theirs = read(argv[1]), read(argv[2])
    show("only in " + argv[1], ours - theirs)
    show("only in " + argv[2], theirs - ours)
    print(f"{len(ours & theirs)} in both, {len(ours - theirs)} only in the first, {len(theirs - ours)} only in the second")
    return 0 if ours == theirs else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv))

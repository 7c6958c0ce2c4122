#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Has each rule of the pack its words in Japanese, and can a sentence be made of them?

  check_words.py FOLDER

In:  the rules.     Out: a TAP line a key, with every rule that fails it.
The narrative puts "shimashita" behind what a card says, so a template ends in a verb's noun; which values stand in it is
the same in each language.
"""
import pathlib
import re
import sys

import yaml

KEYS = ("step", "attempt", "many")
# Verbs' nouns that are written with kana at their end.
ENDINGS = ("割り当て", "上書き", "書き出し", "切り替え")


def values(template):
    return sorted(re.findall(r"\{[^}]*\}", template))


def is_noun(template):
    last = template[-1:]
    kana = "ぁ" <= last <= "ん"
    return template.endswith(ENDINGS) or (last > "\x7f" and not kana and last not in "。、）」")


def faults(rules, key):
    """(rule, what is wrong) of one key."""
    for name, block, title in rules:
        english = {**block, "title": title}.get(key)
        japanese = (block.get("ja") or {}).get(key)
        if bool(english) != bool(japanese):
            yield name, "stands in one language alone"
        elif english and values(english) != values(japanese) and key != "title":
            yield name, f"has other values: {japanese}"
        elif japanese and key in KEYS and not is_noun(japanese):
            yield name, f"does not end in a verb's noun: {japanese}"
        elif japanese and re.search("[\uff65-\uff9f]", japanese):
            yield name, "has half-width kana"


def main():
    top = pathlib.Path(sys.argv[1])
    rules = []
    for path in sorted(top.rglob("*.yml")):
        rule = yaml.safe_load(path.read_text(encoding="utf-8"))
        rules.append((str(path.relative_to(top)), rule.get("emaki") or {}, rule["title"]))
    print(f"1..{len(KEYS) + 1}")
    failed = not rules
    for number, key in enumerate(("title", *KEYS), 1):
        found = list(faults(rules, key))
        failed |= bool(found)
        print(f"{'not ok' if found else 'ok'} {number} - {key} of {len(rules)} rules")
        for name, what in found:
            print(f"# {name}: {key} {what}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

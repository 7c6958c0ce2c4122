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
JAPANESE = "\u3005\u3041-\u3096\u30a1-\u30fa\u30fc\u4e00-\u9fff"
# A verb's noun is kanji or katakana; of those written with kana at their end, this one alone takes "shimashita".
NOUN = re.compile(r"(?:上書き|[\u30a1-\u30fa\u30fc\u4e00-\u9fff])\Z")
UNSPACED = re.compile(f"[{JAPANESE}][A-Za-z0-9{{]|[A-Za-z0-9}}][{JAPANESE}]")
HALF_WIDTH_KANA = re.compile("[\uff65-\uff9f]")


def values(template):
    return sorted(re.findall(r"\{[^}]*\}", template))


def fault(key, english, japanese):
    """What is wrong with one template, or None."""
    if bool(english) != bool(japanese):
        return "stands in one language alone"
    if not english:
        return None
    if values(english) != values(japanese):
        return f"has other values: {japanese!r}"
    if key in KEYS and not NOUN.search(japanese):
        return f"does not end in a verb's noun: {japanese!r}"
    if UNSPACED.search(re.sub(r"\{[^}]*\}", "{}", japanese)):
        return f"lacks a blank between Latin and Japanese: {japanese!r}"
    return f"has half-width kana: {japanese!r}" if HALF_WIDTH_KANA.search(japanese) else None


def faults(rules, key):
    """(rule, what is wrong) of one key."""
    for name, block, title in rules:
        what = fault(key, {**block, "title": title}.get(key), (block.get("ja") or {}).get(key))
        if what:
            yield name, what


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

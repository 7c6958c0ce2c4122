#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes rules/README.md, the table of the rule pack, from the rules and their tests.

    tools/rules_table.py [--check] [ROOT]

With --check it writes nothing and fails when the table is out of date, or when a rule is written carelessly: a key
missing, an id used twice, a tag that does not begin with a tactic, a test that names no rule. The rules are read line
by line, so that Python's own library is enough: the pack keeps its top-level keys at the left margin.
"""

import json
import pathlib
import re
import sys

REQUIRED = ("title", "id", "status", "description", "references", "author", "date", "tags", "falsepositives", "level")
LEVELS = ("informational", "low", "medium", "high", "critical")
TACTICS = (
    "initial-access", "execution", "persistence", "privilege-escalation", "defense-evasion", "credential-access",
    "discovery", "lateral-movement", "collection", "exfiltration", "impact",
)
UUID4 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
TECHNIQUE = re.compile(r"attack\.(t\d{4}(?:\.\d{3})?)")
HEAD = """# The rules

Plain [Sigma](https://sigmahq.io) for CloudTrail, in folders by tactic, with one block of our own (`emaki:`) that other
engines ignore: it words the step that a finding becomes. `tools/rules_table.py` writes this file.

`informational` rules raise nothing: they give the story of an actor who is already under suspicion its context.
From `low` on a finding puts its actor under suspicion. Rules marked *counts* are correlations: they hold when enough
findings of another rule come together.

To add a rule: a file here, a file of the same path in `tests/rules/` with at least one event that matches and one that
looks alike and does not, then `tools/rules_table.py`. `emaki rules test --strict rules tests/rules` runs the tests.

"""


def fail(message):
    sys.exit("rules_table: " + message)


def unquote(text):
    text = text.strip()
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"" else text


def top_level(path):
    """The top-level keys of a rule: a string, or the list of the indented lines below."""
    keys, key = {}, None
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        match = re.match(r"([a-z_]+):(?: (.*))?$", line)
        if match:
            key = match[1]
            if key in keys:
                fail(f"{path}:{number}: {key} twice")
            keys[key] = unquote(match[2]) if match[2] and match[2] != ">-" else []
        elif line.startswith("  ") and isinstance(keys.get(key), list):
            keys[key].append(line.strip())
        elif line.strip():
            fail(f"{path}:{number}: not a key and not indented: {line}")
    return keys


def read_rule(path, root):
    rule = top_level(path)
    rule["path"] = path.relative_to(root / "rules").as_posix()
    for key in REQUIRED:
        if not rule.get(key):
            fail(f"{path}: no {key}")
    if ("detection" in rule) == ("correlation" in rule):
        fail(f"{path}: neither a detection nor a correlation, or both")
    if not UUID4.fullmatch(rule["id"]):
        fail(f"{path}: the id is not a random UUID")
    if rule["level"] not in LEVELS:
        fail(f"{path}: level {rule['level']}")
    tags = [tag.removeprefix("- ") for tag in rule["tags"]]
    rule["tactic"] = tags[0].removeprefix("attack.")
    if rule["tactic"] not in TACTICS:
        fail(f"{path}: the first tag is no tactic: {tags[0]}")
    if rule["path"].split("/")[0] != rule["tactic"] and "attack." + rule["path"].split("/")[0] not in tags:
        fail(f"{path}: lies in a folder of a tactic that it does not name")
    techniques = [match[1].upper() for match in map(TECHNIQUE.fullmatch, tags) if match]
    if not techniques:
        fail(f"{path}: no technique")
    rule["technique"] = techniques[0]
    return rule


def read_tests(root, rules):
    known, counts = {rule["id"] for rule in rules}, {}
    for path in sorted((root / "tests" / "rules").rglob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            test = json.loads(line)
            if test["rule"] not in known:
                fail(f"{path}:{number}: no rule has the id {test['rule']}")
            counts.setdefault(test["rule"], [0, 0])[0 if test["match"] else 1] += 1
    for rule in rules:
        rule["tests"] = counts.get(rule["id"], [0, 0])
        if 0 in rule["tests"]:
            fail(f"rules/{rule['path']}: needs a test that matches and a look-alike that does not")


def table(rules):
    out = [HEAD]
    levels = ", ".join(f"{sum(r['level'] == level for r in rules)} {level}" for level in reversed(LEVELS))
    out.append(f"{len(rules)} rules: {levels}.\n")
    for tactic in TACTICS:
        rows = [rule for rule in rules if rule["tactic"] == tactic]
        if not rows:
            continue
        out.append(f"\n## {tactic.replace('-', ' ').capitalize()}\n\n")
        out.append("| rule | level | technique | tests |\n|---|---|---|---|\n")
        rows.sort(key=lambda rule: (-LEVELS.index(rule["level"]), rule["title"]))
        for rule in rows:
            counts = " *(counts)*" if "correlation" in rule else ""
            hits, misses = rule["tests"]
            out.append(f"| [{rule['title']}]({rule['path']}){counts} | {rule['level']} | {rule['technique']} "
                       f"| {hits} + {misses} |\n")
    return "".join(out)


def main():
    arguments = [a for a in sys.argv[1:] if a != "--check"]
    root = pathlib.Path(arguments[0] if arguments else pathlib.Path(__file__).parent.parent)
    rules = [read_rule(path, root) for path in sorted((root / "rules").rglob("*.yml"))]
    if not rules:
        fail(f"no rules below {root}")
    ids = {}
    for rule in rules:
        if rule["id"] in ids:
            fail(f"rules/{rule['path']} has the id of rules/{ids[rule['id']]}")
        ids[rule["id"]] = rule["path"]
    read_tests(root, rules)
    text, readme = table(rules), root / "rules" / "README.md"
    if "--check" in sys.argv:
        if not readme.exists() or readme.read_text(encoding="utf-8") != text:
            fail("rules/README.md is out of date: run tools/rules_table.py")
        print(f"{len(rules)} rules, table up to date")
    else:
        readme.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()

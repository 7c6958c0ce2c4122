#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""summary.py DIR [NAME=passed|failed...]: counts what `meson test` ran in DIR, case by case, and names what failed.

In:  DIR/meson-logs/testlog.json, one test program a line; those that speak TAP hold their cases in "stdout". NAME: what
     else was checked, outside Meson.
Out: a line for each failure, then "N passed, M failed" (skipped cases are counted apart, never as passed).
     Status 0 only when something ran and nothing failed.
"""
import json
import re
import sys

CASE = re.compile(r"^(not )?ok +(?:\d+ +)?- +(.*?)\s*(# *SKIP\b.*)?$", re.IGNORECASE)


def cases(text):
    """The TAP results in `text`: (outcome, name). Output that is no TAP line is passed over."""
    for line in text.splitlines():
        match = CASE.match(line)
        if match:
            outcome = "skipped" if match[3] else "failed" if match[1] else "passed"
            yield outcome, match[2]


def outcomes(run):
    """All results of one test program. A program that died counts as one failure more than its cases tell."""
    found = list(cases(run.get("stdout") or ""))
    result = run["result"]
    if result == "SKIP" and not found:
        return [("skipped", "")]
    good = result in ("OK", "EXPECTEDFAIL", "SKIP")
    if not found:
        return [("passed" if good else "failed", "")]
    if not good and not any(outcome == "failed" for outcome, _ in found):
        found.append(("failed", result.lower()))
    return found


def main(directory, others):
    count = {"passed": 0, "failed": 0, "skipped": 0}
    try:
        with open(f"{directory}/meson-logs/testlog.json", encoding="utf-8") as log:
            runs = [json.loads(line) for line in log if line.strip()]
    except OSError:
        runs = []
    for run in runs:
        for outcome, name in outcomes(run):
            count[outcome] += 1
            if outcome == "failed":
                print(f"FAILED {run['name']}{': ' + name if name else ''}")
    for name, outcome in (other.split("=") for other in others):
        count[outcome] += 1
        if outcome == "failed":
            print(f"FAILED {name}")
    if count["failed"]:
        print(f"(the whole output: {directory}/meson-logs/testlog.txt)")
    if count["skipped"]:
        print(f"{count['skipped']} skipped")
    if not runs:
        print("no test ran")
        count["failed"] = 1
    print(f"{count['passed']} passed, {count['failed']} failed")
    return 0 if not count["failed"] else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))

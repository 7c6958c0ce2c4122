#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Is an ordinary month quiet, and is each attack hidden in it found whole?

  check_month.py --emaki BINARY --data DIR [--tap] [EMAKI OPTION…]

In:   what make_month.py made.     Out: a line for the month and for each attack; status 1 when one of them is not so.
  quiet   the month gives no alert of level high or critical, and at most MEDIUM_MAX of medium
  found   the month with one attack gives one alert more than without, of level medium or above, which
          holds every call of the attack; and no other alert has changed
"""
import argparse
import json
import os
import subprocess
import sys

MEDIUM_MAX = 3


def scan(emaki, options, *paths):
    done = subprocess.run([emaki, "scan", *paths, "--format", "json", *options], stdout=subprocess.PIPE, check=False)
    if done.returncode != 0:
        sys.exit(f"check_month: emaki ended with status {done.returncode}")
    return json.loads(done.stdout)


def events_of(alert):
    """A step names at most a hundred of its events, and counts them all."""
    named = {event for step in alert["steps"] for event in step["events"]}
    unnamed = sum(step["count"] - len(step["events"]) for step in alert["steps"])
    return named, unnamed


def judge_month(month):
    count = {level: sum(a["level"] == level for a in month["alerts"]) for level in ("critical", "high", "medium", "low")}
    words = f"{month['input']['events']} events: " + ", ".join(f"{n} {level}" for level, n in count.items())
    return count["critical"] == count["high"] == 0 and count["medium"] <= MEDIUM_MAX, words


def judge_attack(month, calls, told):
    events = {event for call in calls for event in call}
    before = {alert["id"] for alert in month["alerts"]}
    new = [alert for alert in told["alerts"] if alert["id"] not in before]
    mine = [alert for alert in new if events_of(alert)[0] & events]
    words = f"{len(mine)} alert{'s' * (len(mine) != 1)}"
    if len(mine) != 1:
        return False, words + "".join(f"; {a['level']}: {a['title']}" for a in mine)
    named, unnamed = events_of(mine[0])
    missing = [call[0] for call in calls if not named & set(call)]
    words += f", {mine[0]['level']} {mine[0]['score']}: {mine[0]['title']}"
    if len(missing) > unnamed:
        words += f"; misses {len(missing) - unnamed} of {len(calls)} calls: {' '.join(sorted(missing)[:3])}"
    if len(new) > 1:
        words += f"; {len(new) - 1} other alerts are new"
    return len(missing) <= unnamed and len(new) == 1 and mine[0]["level"] in ("medium", "high", "critical"), words


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--emaki", required=True)
    parser.add_argument("--data", required=True)
    args, options = parser.parse_known_args()
    with open(os.path.join(args.data, "month.json"), encoding="utf-8") as file:
        attacks = json.load(file)["attacks"]
    logs = os.path.join(args.data, "month")
    month = scan(args.emaki, options, logs)
    results = [("an ordinary month is quiet", *judge_month(month))]
    for name, calls in sorted(attacks.items()):
        told = scan(args.emaki, options, logs, os.path.join(args.data, "attacks", name))
        results.append((f"{name} is found whole", *judge_attack(month, calls, told)))
    print(f"1..{len(results)}")
    for number, (name, good, words) in enumerate(results, 1):
        print(f"{'ok' if good else 'not ok'} {number} - {name} ({words})", flush=True)
    return 0 if all(good for _, good, _ in results) else 1


if __name__ == "__main__":
    sys.exit(main())

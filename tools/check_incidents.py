#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Is each incident told as a person tells it?

  check_incidents.py --emaki BINARY [--only NAME] [--keep DIR]

In:   tools/gen/incidents.py: records, and the truth about them.     Out: a TAP line an incident.
Each is scanned together with an ordinary day of the company. What is compared: how many alerts it gives, their actors
(kind, name, parent, link, confidence), that every call stands in one, that the steps stand in order with the outcome
that is true, the level, and what is said to be missing. The day alone must give nothing.
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "gen"))
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import company  # noqa: E402
from company import Company, Place  # noqa: E402
from dice import Dice  # noqa: E402
from example import MIDNIGHT  # noqa: E402
from incidents import INCIDENTS  # noqa: E402
from make_month import calls_of, write  # noqa: E402

LEVELS = ("informational", "low", "medium", "high", "critical")
HOUR = 3600


def shop():
    return Company(Place("111122223333", "dev"), Place("444455556666", "prod"), Place("777788889999", "shared"))


def scan(emaki, *paths):
    done = subprocess.run([emaki, "scan", *paths, "--format", "json"], stdout=subprocess.PIPE, check=False)
    if done.returncode != 0:
        sys.exit(f"check_incidents: emaki ended with status {done.returncode}")
    return json.loads(done.stdout)["alerts"]


def events_of(alert):
    return {event for step in alert["steps"] for event in step["events"]}


def actors_of(alert):
    names = {actor["id"]: actor["name"] for actor in alert["actors"]}
    return sorted(((a["kind"], a["name"], names.get(a["parent"]), a["via"] and a["via"]["kind"],
                    a["via"] and a["via"]["confidence"]) for a in alert["actors"]), key=str)


def wrong_order(alert, truth, api_of):
    """The first step of the truth that is not in the story behind the one before it."""
    names, last = {actor["id"]: actor["name"] for actor in alert["actors"]}, -1
    for actor, api, outcome in truth.steps:
        fits = [n for n, step in enumerate(alert["steps"]) if names[step["actor"]] == actor and n >= last and
                step["outcome"] == outcome and any(api_of.get(event) == api for event in step["events"])]
        if not fits:
            return f"{actor}'s {api} ({outcome}) is not a step, or not in its place"
        last = fits[0]
    return None


def judge(alert, truth, api_of):
    if actors_of(alert) != sorted(truth.actors, key=str):
        return f"actors are {actors_of(alert)}, in truth {sorted(truth.actors, key=str)}"
    if LEVELS.index(alert["level"]) < LEVELS.index(truth.level):
        return f"level {alert['level']}, in truth {truth.level}"
    for words in truth.said:
        if not any(words in spot["title"] for spot in alert["blind_spots"]):
            return f"no blind spot says {words!r}: {alert['blind_spots']}"
    return wrong_order(alert, truth, api_of)


def tell(alerts, truths, records):
    """What is wrong, or None."""
    api_of = {record["eventID"]: record["eventName"] for record in records}
    mine = [alert for alert in alerts if events_of(alert) & set(api_of)]
    if len(mine) != len(truths) or len(alerts) != len(mine):
        return f"{len(mine)} alerts, in truth {len(truths)}: " + "; ".join(alert["title"] for alert in alerts)
    for truth in truths:
        alert = next((a for a in mine if truth.actors[0][1] in {actor["name"] for actor in a["actors"]}), None)
        problem = judge(alert, truth, api_of) if alert else f"no alert names {truth.actors[0][1]}"
        if problem:
            return problem
    named = set().union(*(events_of(alert) for alert in mine)) if mine else set()
    missing = [call[0] for call in calls_of(records) if not named & set(call)]
    unnamed = sum(step["count"] - len(step["events"]) for alert in mine for step in alert["steps"])
    if truths and len(missing) > unnamed:
        return f"misses {len(missing) - unnamed} calls: " + " ".join(sorted({api_of[event] for event in missing}))
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--emaki", required=True)
    parser.add_argument("--only", help="this incident alone")
    parser.add_argument("--keep", help="leave the logs in this folder")
    args = parser.parse_args()
    names = [args.only] if args.only else sorted(INCIDENTS)
    print(f"1..{len(names) + 1}")
    with tempfile.TemporaryDirectory() as made:
        top, failed = args.keep or made, 0
        write(os.path.join(top, "day"), company.ordinary_day(shop(), "incidents", MIDNIGHT), "day")
        quiet = scan(args.emaki, os.path.join(top, "day"))
        print(f"{'not ok' if quiet else 'ok'} 1 - the day alone is quiet", flush=True)
        for number, name in enumerate(names, 2):
            records, truths = INCIDENTS[name](shop(), Dice("incidents", name), MIDNIGHT + 11 * HOUR)
            write(os.path.join(top, name), records, name)
            problem = tell(scan(args.emaki, os.path.join(top, "day"), os.path.join(top, name)), truths, records)
            print(f"{'not ok' if problem else 'ok'} {number} - {name}" + (f" # {problem}" if problem else ""), flush=True)
            failed += problem is not None
    return 1 if failed or quiet else 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The law over the incidents: `incidents.py EMAKI ROOT`. In TAP.

Each incident of tools/gen/incidents.py behind five days of the company's past, so that it also shows what is told only
of who was there before. However its records lie, story and page are byte for byte the same; see law.py.
"""
import copy
import datetime
import json
import os
import random
import sys

emaki, root = (os.path.abspath(path) for path in sys.argv[1:3])
sys.path[:0] = [os.path.join(root, "tools", "gen"), os.path.join(root, "tools"), os.path.join(root, "tests", "property")]

from dice import Dice  # noqa: E402
from example import MIDNIGHT  # noqa: E402
from incidents import INCIDENTS  # noqa: E402
import company  # noqa: E402
from check_incidents import HOUR, shop  # noqa: E402
from law import Law, as_is, difference, objects_twice, one_file, records_shuffled  # noqa: E402

LAYOUTS = [(as_is, 8), (records_shuffled, 2), (objects_twice, 8), (one_file, 1)]
DAYS_BEFORE = 5


def earlier(record, number):
    """The same call, days before."""
    record = copy.deepcopy(record)
    time = datetime.datetime.fromisoformat(record["eventTime"].replace("Z", "+00:00"))
    record["eventTime"] = (time - datetime.timedelta(days=DAYS_BEFORE)).strftime("%Y-%m-%dT%H:%M:%SZ")
    record["eventID"] = f"{number:08x}-0000-4000-8000-00000000c0de"
    record.pop("sharedEventID", None)
    return record


def past():
    """Some of a day, and what the incidents' people did on it, so that they are no strangers."""
    day = company.ordinary_day(shop(), "incidents", MIDNIGHT)[::7]
    return [earlier(record, number) for number, record in enumerate(day)]


def first_calls(records, number):
    """The first call of each caller of an incident, days before."""
    callers = {}
    for record in records:
        callers.setdefault(json.dumps(record["userIdentity"].get("arn")), record)
    return [earlier(record, number + n) for n, record in enumerate(callers.values())]


def main():
    law, before, reasons = Law(emaki, 0, root), past(), []
    law.formats = {kind: law.formats[kind] for kind in ("json", "html")}
    for name in sorted(INCIDENTS):
        records, truths = INCIDENTS[name](shop(), Dice("incidents", name), MIDNIGHT + 11 * HOUR)
        items = before + first_calls(records, len(before)) + records
        first = law.outputs(as_is(items, None), 1)
        alerts = json.loads(first["json"].replace(b": N", b": 0"))["alerts"]
        reasons += [reason["reason"] for alert in alerts for reason in alert["score_reasons"]]
        law.say(bool(alerts) or not truths, f"{name}: {len(alerts)} alerts of {len(items)} records")
        for number, (layout, threads) in enumerate(LAYOUTS):
            dice = random.Random(f"{name} {number}")
            law.attempt(f"{name}: {layout.__name__.replace('_', ' ')}, {threads} threads",
                        lambda: difference(first, law.outputs(layout(items, dice), threads)))  # noqa: B023
    law.say(any("for the first time" in reason for reason in reasons), "something is new to somebody in them")
    print(f"1..{law.number}")
    return 1 if law.failed else 0


if __name__ == "__main__":
    sys.exit(main())

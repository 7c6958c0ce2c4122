#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes an ordinary month of the example's company, and ten attacks to hide in it.

  make_month.py --out DIR [--days 30] [--events N] [--seed S] [--jobs J]

In:   how many days and events.     Out: DIR/month, an S3 mirror; DIR/attacks/NAME, another for each attack, whose
      records are those of one intrusion; DIR/month.json about them, written last.
Law:  same arguments, same files, whatever the number of jobs: a day is made by one worker, from dice of its own.
"""
import argparse
import calendar
import json
import multiprocessing
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "gen"))

from company import Company, Place  # noqa: E402
from deliver import event_second, gzip_bytes, object_path, records_object, unique_name  # noqa: E402
from dice import Dice  # noqa: E402
from hidden import ATTACKS  # noqa: E402
from month import DAY, month_day  # noqa: E402

FIRST = calendar.timegm((2026, 3, 2, 0, 0, 0))  # a Monday
OBJECT_EVENTS = 1000


def company():
    return Company(*(Place(account, name, instances=40) for account, name in (
        ("111122223333", "dev"), ("444455556666", "prod"), ("777788889999", "shared"))))


def write(out, records, *words):
    """Objects by account and region, as CloudTrail lays them."""
    shelves = {}
    for record in records:
        shelves.setdefault((record["recipientAccountId"], record["awsRegion"]), []).append(record)
    for (account, region), shelf in sorted(shelves.items()):
        shelf.sort(key=lambda record: (record["eventTime"], record["eventID"]))
        for at in range(0, len(shelf), OBJECT_EVENTS):
            held = shelf[at:at + OBJECT_EVENTS]
            name = unique_name(*words, account, region, at)
            path = os.path.join(out, object_path(account, region, event_second(held[-1]) + 300, name))
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "wb") as file:
                file.write(gzip_bytes(records_object(held), 6))


def make_day(job):
    day, events, out, seed = job
    records = month_day(company(), seed, FIRST, day, events)
    write(os.path.join(out, "month"), records, seed, day)
    return len(records)


def make_attacks(out, days, seed):
    """Each on a day of its own, late in the data, so that there is a past for it to differ from."""
    about = {}
    for number, (name, attack) in enumerate(ATTACKS.items()):
        day = days - 1 - number % max(1, days // 3)
        d = Dice(seed, name)
        records = attack(company(), d, FIRST + day * DAY + d.between(2, 18) * 3600)
        write(os.path.join(out, "attacks", name), records, seed, name)
        about[name] = calls_of(records)
    return about


def calls_of(records):
    """The attacker's calls, each as the IDs of its records: one in each account that it concerns. What services do for
    their own roles is no call of his."""
    calls = {}
    for record in records:
        if record["userIdentity"]["type"] != "AWSService":
            calls.setdefault(record.get("sharedEventID", record["eventID"]), []).append(record["eventID"])
    return list(calls.values())


def make(out, days=30, events=0, seed="month", jobs=None):
    work = [(day, -(-events // days), out, seed) for day in range(days)]
    os.makedirs(out, exist_ok=True)
    with multiprocessing.Pool(jobs or os.cpu_count()) as pool:
        total = sum(pool.imap(make_day, work))
    about = {"events": total, "days": days, "attacks": make_attacks(out, days, seed)}
    with open(os.path.join(out, "month.json"), "w", encoding="utf-8") as file:
        json.dump(about, file)
    return about


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--out", required=True)
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--events", type=int, default=0, help="at least so many (default: what the days come to)")
    parser.add_argument("--seed", default="month")
    parser.add_argument("--jobs", type=int, help="processes (default: cores)")
    args = parser.parse_args()
    about = make(args.out, args.days, args.events, args.seed, args.jobs)
    print(f"{about['events']} events of {about['days']} days, {len(about['attacks'])} attacks")
    return 0


if __name__ == "__main__":
    sys.exit(main())

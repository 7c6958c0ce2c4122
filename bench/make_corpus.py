#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes a corpus of any size for the bench: the ordinary work of the example's company, in as many accounts as it
takes, and one attack.

  make_corpus.py --events N --out DIR [--objects 1000] [--seed S] [--jobs J]

In:   the number of events, how many an object holds.     Out: an S3 mirror below DIR, and DIR/corpus.json about it.
Law:  same arguments, same files, whatever the number of jobs: an account is made by one worker alone, from dice of
      its own. DIR/corpus.json is written last: where it is, the corpus is whole.
"""
import argparse
import calendar
import json
import multiprocessing
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "tools", "gen"))

import attack  # noqa: E402
from company import Company, Place, ordinary_session  # noqa: E402
from deliver import event_second, gzip_bytes, object_path, records_object, unique_name  # noqa: E402
from dice import Dice  # noqa: E402

ACCOUNT_EVENTS = 20000  # a day of one account
MIDNIGHT = calendar.timegm((2026, 3, 3, 0, 0, 0))
LEVEL = 6               # zlib's own; what CloudTrail's objects look like


def make_account(job):
    """Writes the day of one account. Returns (events, objects, bytes of JSON, bytes of gzip)."""
    number, events, out, per_object, seed = job
    place = Place(str(310000000001 + 7919 * number), f"shop{number}", instances=40, token_length=440, host_id_length=75)
    d = Dice("corpus", seed, number)
    records = story(place, seed) if number == 0 else []
    while len(records) < events:
        records += ordinary_session(place, d, MIDNIGHT + d.below(22 * 3600))
    del records[events:]
    shelves = {}
    for record in records:
        shelves.setdefault((record["recipientAccountId"], record["awsRegion"]), []).append(record)
    objects = plain = packed = 0
    for (account, region), shelf in sorted(shelves.items()):
        shelf.sort(key=lambda record: (record["eventTime"], record["eventID"]))
        for at in range(0, len(shelf), per_object):
            held = shelf[at:at + per_object]
            data = records_object(held)
            body = gzip_bytes(data, LEVEL)
            path = os.path.join(out, object_path(account, region, event_second(held[-1]) + 300,
                                                 unique_name(seed, account, region, at)))
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "wb") as file:
                file.write(body)
            objects, plain, packed = objects + 1, plain + len(data), packed + len(body)
    return len(records), objects, plain, packed


def story(place, seed):
    prod = Place("310000000000", "prod", token_length=440, host_id_length=75)
    return attack.leaked_key_story(Company(place, prod, place), Dice("corpus", seed, "attack"), MIDNIGHT)


def make(events, out, per_object=1000, seed="1", jobs=None):
    counts = [min(ACCOUNT_EVENTS, events - at) for at in range(0, events, ACCOUNT_EVENTS)]
    work = [(number, count, out, per_object, seed) for number, count in enumerate(counts)]
    os.makedirs(out, exist_ok=True)
    with multiprocessing.Pool(jobs or os.cpu_count()) as pool:
        sums = [sum(column) for column in zip(*pool.imap(make_account, work))]
    about = {"events": sums[0], "objects": sums[1], "json_bytes": sums[2], "gzip_bytes": sums[3], "accounts": len(work),
             "seed": seed}
    with open(os.path.join(out, "corpus.json"), "w", encoding="utf-8") as file:
        json.dump(about, file, indent=2)
        file.write("\n")
    return about


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--events", type=int, required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--objects", type=int, default=1000, metavar="N", help="events an object (default 1000)")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--jobs", type=int, help="processes (default: cores)")
    args = parser.parse_args()
    print(json.dumps(make(args.events, args.out, args.objects, args.seed, args.jobs)))
    return 0


if __name__ == "__main__":
    sys.exit(main())

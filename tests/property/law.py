#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The law: alerts are a function of the set of events, of nothing else.

law.py EMAKI ROOT [--sets N]
Over generated sets and the bundled example, the outputs must be byte for byte the same however the records lie: files
renamed and shuffled, records shuffled among files, objects twice, one record a file, all in one file, as lines, in an
archive, 1, 2 and 8 threads. One set has records that use another's ID, time, source and name for another deed. Only the
counts of files, bytes, records and duplicates in `input` may differ. And one changed record must change each output, or
the comparison could not fail.
"""
import argparse
import copy
import gzip
import io
import json
import os
import random
import re
import subprocess
import sys
import tarfile
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "integration"))
from tap import TIMEOUT, all_records, small_set  # noqa: E402  pylint: disable=wrong-import-position

COUNTS = ("files", "bytes", "records", "duplicates")
# What to run, and how its bytes are made comparable.
OUTPUTS = {
    "json": ["scan", "--format", "json"],
    "matches": ["scan", "--format", "matches"],
    "html": ["scan", "--format", "html"],
    "svg": ["story", "--format", "svg"],
}


# Where those counts stand; each must be found, so that the comparison does not rest on a pattern that went stale.
COUNTED = {
    "json": (re.compile(rb'(\n    "(?:%s)": )\d+' % "|".join(COUNTS).encode()), len(COUNTS)),
    "html": (re.compile(rb"(<footer><p>)[^<]*?(?=\. Times are UTC)"), 1),
}


def comparable(kind, data):
    """The bytes without the counts that may differ."""
    pattern, least = COUNTED.get(kind, (None, 0))
    text, found = pattern.subn(rb"\1N", data) if pattern else (data, 0)
    if found < least:
        raise AssertionError(f"{kind}: the counts are not where they should be")
    return text


def records_file(items):
    return json.dumps({"Records": items}, separators=(",", ":")).encode()


def named(objects, dice):
    """The same objects under names and in folders that say nothing."""
    return {f"{dice.randrange(5)}/{dice.getrandbits(64):016x}.json.gz": data for data in objects}


def chunks(items, dice, most):
    items = list(items)
    while items:
        size = dice.randint(1, most)
        yield items[:size]
        items = items[size:]


def as_is(items, dice):
    return {f"{n:04d}.json": records_file(part) for n, part in enumerate(chunks(items, random.Random(0), 40))}


def files_shuffled(items, dice):
    return named([gzip.compress(data, mtime=0) for data in as_is(items, dice).values()], dice)


def records_shuffled(items, dice):
    mixed = list(items)
    dice.shuffle(mixed)
    return named([gzip.compress(records_file(part), mtime=0) for part in chunks(mixed, dice, 30)], dice)


def objects_twice(items, dice):
    once = list(as_is(items, dice).values())
    return named(once + dice.sample(once, len(once) // 2 + 1) + once, dice)


def one_record_a_file(items, dice):
    return named([records_file([item]) for item in items], dice)


def one_file(items, dice):
    mixed = list(items)
    dice.shuffle(mixed)
    return {"all.json": records_file(mixed)}


def as_lines(items, dice):
    mixed = list(items)
    dice.shuffle(mixed)
    half = len(mixed) // 2
    lines = lambda part: b"".join(json.dumps(item).encode() + b"\n" for item in part)  # noqa: E731
    return {"a.jsonl": lines(mixed[:half]), "b.jsonl.gz": gzip.compress(lines(mixed[half:]), mtime=0)}


def in_an_archive(items, dice):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as tar:
        for name, data in records_shuffled(items, dice).items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    return {"logs.tar.gz": out.getvalue()}


LAYOUTS = [(as_is, 2), (as_is, 8), (files_shuffled, 1), (records_shuffled, 2), (objects_twice, 8), (one_record_a_file, 2),
           (one_file, 1), (one_file, 8), (as_lines, 2), (in_an_archive, 2)]


def other_address(item):
    item["sourceIPAddress"] = "192.0.2.99"


def other_key(item):
    item["userIdentity"] = dict(item.get("userIdentity") or {}, accessKeyId="AKIAIOSFODNN7EXAMPL2")


def other_caller(item):
    item["userIdentity"] = {"type": "IAMUser", "principalId": "AIDACKCEVSQ6C2TWIN00", "accountId": "111122223333",
                            "arn": "arn:aws:iam::111122223333:user/twin", "userName": "twin", "accessKeyId": "AKIAIOSFODNN7TWIN000"}


def other_region(item):
    item["awsRegion"] = "sa-east-1"


def other_account(item):
    item["recipientAccountId"] = "444455556666"


def other_end(item):
    item["errorCode"] = None if item.get("errorCode") else "AccessDenied"


TWINS = [other_address, other_key, other_caller, other_region, other_account, other_end]


def with_twins(items):
    """The set, and of its records some under the same ID, time, source and name that say something else."""
    out = []
    for number, item in enumerate(items):
        out.append(item)
        if number % 3 == 0:
            twin = copy.deepcopy(item)
            TWINS[number // 3 % len(TWINS)](twin)
            out.append(twin)
    return out


class Law:
    def __init__(self, emaki, sets, root):
        self.emaki, self.sets, self.root, self.number, self.failed = emaki, sets, root, 0, 0
        self.formats = self.available()

    def available(self):
        """The formats that this binary writes."""
        helped = {c: subprocess.run([self.emaki, c, "--help"], capture_output=True, check=True).stdout.decode()
                  for c in ("scan", "story")}
        known = {c: re.search(r"Formats: (.*)", text)[1].split(", ") for c, text in helped.items()}
        return {kind: args for kind, args in OUTPUTS.items() if kind in known[args[0]]}

    def say(self, ok, name, why=""):
        self.number += 1
        self.failed += not ok
        print(f"{'ok' if ok else 'not ok'} {self.number} - {name}", flush=True)
        for line in why.splitlines():
            print(f"# {line}", flush=True)

    def outputs(self, objects, threads):
        """Every format of these objects, comparable."""
        with tempfile.TemporaryDirectory() as folder:
            for path, data in objects.items():
                full = os.path.join(folder, "logs", path)
                os.makedirs(os.path.dirname(full), exist_ok=True)
                with open(full, "wb") as file:
                    file.write(data)
            return {kind: comparable(kind, self.run(args, folder, threads)) for kind, args in self.formats.items()}

    def run(self, args, folder, threads):
        command = [self.emaki, *args, "--threads", str(threads), "logs"]
        done = subprocess.run(command, cwd=folder, capture_output=True, timeout=TIMEOUT, check=False)
        if done.returncode != 0:
            raise AssertionError(f"{' '.join(args)}: status {done.returncode}: {done.stderr.decode(errors='replace')}")
        return done.stdout

    def attempt(self, name, function):
        try:
            why = function()
        except Exception as error:  # pylint: disable=broad-except
            why = f"{type(error).__name__}: {error}"
        self.say(not why, name, why or "")

    def hold(self, what, items):
        """All layouts of one set, against the first."""
        first = self.outputs(as_is(items, None), 1)
        alerts = json.loads(first["json"].replace(b": N", b": 0"))["alerts"]
        self.say(bool(alerts), f"{what}: there is a story to compare ({len(alerts)} alerts, {len(items)} records)")
        for number, (layout, threads) in enumerate(LAYOUTS):
            dice = random.Random(f"{what} {number}")
            self.attempt(f"{what}: {layout.__name__.replace('_', ' ')}, {threads} threads",
                         lambda: difference(first, self.outputs(layout(items, dice), threads)))  # noqa: B023
        self.attempt(f"{what}: one changed record changes all", lambda: self.unchanged(items, first, alerts))

    def unchanged(self, items, first, alerts):
        """The formats that do not notice that one record of the story is another; "" when all do."""
        single = [step for step in alerts[0]["steps"] if step["count"] == 1]  # nothing beside it hides its time
        grave = [step for step in single if step["level"] in ("high", "critical")]
        evidence = (grave or single)[0]["events"]
        changed = copy.deepcopy(items)
        at = next(n for n, item in enumerate(changed) if item["eventID"] in evidence)
        changed[at]["eventTime"] = changed[at]["eventTime"][:-3] + ("58Z" if changed[at]["eventTime"][-3:] != "58Z" else "57Z")
        changed[at]["eventID"] = "ffffffff-0000-4000-8000-000000000000"
        other_address(changed[at])
        after = self.outputs(as_is(changed, None), 1)
        return "\n".join(f"{kind} is the same" for kind in first if first[kind] == after[kind])

    def main(self):
        for seed in range(1, self.sets + 1):
            self.hold(f"set {seed}", all_records(small_set(self.root, f"law {seed}")))
        self.hold("twins", with_twins(all_records(small_set(self.root, "law twins"))))
        example = os.path.join(self.root, "examples", "company-day")
        if os.path.isdir(example):
            self.hold("example", example_records(example))
        print(f"1..{self.number}")
        return 1 if self.failed else 0


def difference(want, got):
    """Where the first format differs, or ""."""
    for kind, data in want.items():
        if data == got[kind]:
            continue
        for number, (a, b) in enumerate(zip(data.split(b"\n"), got[kind].split(b"\n")), 1):
            if a != b:
                return f"{kind}, line {number}\n  first {a[:300]!r}\n  here  {b[:300]!r}"
        return f"{kind}: one is longer"
    return ""


def example_records(top):
    found = []
    for folder, _, names in sorted(os.walk(top)):
        for name in sorted(names):
            with gzip.open(os.path.join(folder, name)) as file:
                data = json.load(file)
            if "/CloudTrail/" in folder + "/":
                found += data.get("Records", [])
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("emaki")
    parser.add_argument("root")
    parser.add_argument("--sets", type=int, default=3)
    args = parser.parse_args()
    return Law(os.path.abspath(args.emaki), args.sets, os.path.abspath(args.root)).main()


if __name__ == "__main__":
    sys.exit(main())

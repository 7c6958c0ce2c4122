#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes the bundled example (examples/company-day) or a small set for the property tests.

  make_example.py                       writes examples/company-day
  make_example.py --check               says whether it is what this tool makes (status 1 if not)
  make_example.py --small --seed S --out DIR
                                        a few hundred events with an attack, in many small objects

Same arguments, same output. Objects are written only when what is inside differs, so that another zlib leaves them.
"""
import argparse
import os
import sys
import zlib

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "gen"))

from example import company_day, small_set  # noqa: E402
from deliver import gzip_bytes  # noqa: E402


def read_object(path):
    with open(path, "rb") as file:
        return zlib.decompress(file.read(), wbits=31)


def files_below(top):
    return {os.path.relpath(os.path.join(at, name), top).replace(os.sep, "/")
            for at, _, names in os.walk(top) for name in names}


def write(top, objects):
    for path in files_below(top) - objects.keys():
        os.remove(os.path.join(top, path))
    for path, data in sorted(objects.items()):
        full = os.path.join(top, path)
        if os.path.exists(full) and read_object(full) == data:
            continue
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, "wb") as file:
            file.write(gzip_bytes(data))


def differences(top, objects):
    there = files_below(top)
    wrong = [f"missing: {path}" for path in sorted(objects.keys() - there)]
    wrong += [f"not made by this tool: {path}" for path in sorted(there - objects.keys())]
    wrong += [f"differs: {path}" for path in sorted(objects.keys() & there)
              if read_object(os.path.join(top, path)) != objects[path]]
    return wrong


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--out", help="folder to write to (default: examples/company-day of this repository)")
    parser.add_argument("--check", action="store_true", help="compare instead of writing")
    parser.add_argument("--small", action="store_true", help="a small set for tests, with --seed")
    parser.add_argument("--seed", default="1")
    args = parser.parse_args()
    if args.small and not args.out:
        parser.error("--small needs --out")
    top = args.out or os.path.join(os.path.dirname(HERE), "examples", "company-day")
    objects = small_set(args.seed) if args.small else company_day()
    if not args.check:
        write(top, objects)
        return 0
    wrong = differences(top, objects)
    print("\n".join(wrong) or f"{len(objects)} objects are as made")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

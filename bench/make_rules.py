#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes rules for the bench: as many as asked, shaped like those that people write, that match next to nothing.

  make_rules.py --rules N --out DIR [--seed S]

In:   how many.     Out: DIR/*.yml, a hundred rules a file (JSON, which is YAML).
Of a hundred rules 88 ask for an API and something of its request, ten for a family of APIs of one service, one for a
program by its userAgent, one for callers by address: the last two can be decided by no API, so every event asks them. (Of
the 802 rules that two public collections have for CloudTrail, six are such.)
"""
import argparse
import json
import os
import sys
import uuid

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "tools", "gen"))

from cloudtrail import APIS  # noqa: E402
from dice import Dice  # noqa: E402

FIELDS = ["requestParameters.name", "requestParameters.bucketName", "requestParameters.roleName", "userIdentity.arn",
          "requestParameters.policyDocument", "requestParameters.tableName", "responseElements.functionArn"]


def ask_api(d):
    service, name = d.pick(sorted(APIS)).split(":")
    names = [name] + [d.pick(sorted(APIS)).split(":")[1] for _ in range(d.below(3))]
    field, how = d.pick(FIELDS), d.pick(["|contains", "|startswith", "|endswith", "", "|re"])
    return {"selection": {"eventSource": service + ".amazonaws.com", "eventName": names},
            "what": {field + how: [d.text(8) for _ in range(d.between(1, 4))]},
            "filter": {"userIdentity.invokedBy": f"{d.text(6).lower()}.amazonaws.com"},
            "condition": "selection and what and not filter"}


def ask_family(d):
    service, name = d.pick(sorted(APIS)).split(":")
    return {"selection": {"eventSource": service + ".amazonaws.com", "eventName|startswith": name[:d.between(4, 8)]},
            "what": {d.pick(FIELDS) + "|contains": d.text(8)}, "condition": "selection and what"}


def ask_program(d):
    return {"selection": {"userAgent|contains": [d.text(8) for _ in range(d.between(1, 5))]}, "condition": "selection"}


def ask_address(d):
    net = f"{d.between(1, 9)}.{d.below(256)}.{d.below(256)}.0/24"
    return {"selection": {"sourceIPAddress|cidr": net}, "mine": {"userIdentity.arn|endswith": "/" + d.text(8)},
            "condition": "selection and not mine"}


KINDS = [ask_api] * 88 + [ask_family] * 10 + [ask_program, ask_address]


def rule(number, seed):
    d = Dice("rules", seed, number)
    return {"title": f"Generated {number}", "id": str(uuid.UUID(d.uuid())), "level": d.pick(["low", "medium", "high"]),
            "logsource": {"product": "aws", "service": "cloudtrail"}, "detection": d.pick(KINDS)(d)}


def make(count, out, seed="1"):
    os.makedirs(out, exist_ok=True)
    for first in range(0, count, 100):
        rules = [rule(number, seed) for number in range(first, min(first + 100, count))]
        with open(os.path.join(out, f"{first:06}.yml"), "w", encoding="utf-8") as file:
            file.write("\n---\n".join(json.dumps(one) for one in rules) + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rules", type=int, required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--seed", default="1")
    args = parser.parse_args()
    make(args.rules, args.out, args.seed)
    return 0


if __name__ == "__main__":
    sys.exit(main())

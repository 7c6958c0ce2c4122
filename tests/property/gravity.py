#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Is the graver story the one of more points?  `gravity.py EMAKI ROOT`, in TAP.

Twenty small stories, each of one stolen key of a user, put in order by hand from harmless to catastrophic; what a
responder would rather be called for comes later. The points of the alert (or of the observation, or none) must not fall
anywhere down the list, and each must have the level that stands beside it.
"""
import json
import os
import subprocess
import sys
import tempfile

emaki, root = (os.path.abspath(path) for path in sys.argv[1:3])
sys.path[:0] = [os.path.join(root, "tools", "gen"), os.path.join(root, "tools")]

from check_incidents import HOUR, LEVELS, shop  # noqa: E402
from cloudtrail import Actor, session_identity  # noqa: E402
from company import account_assumes  # noqa: E402
from dice import Dice  # noqa: E402
from example import MIDNIGHT  # noqa: E402
from hidden import BOTO_ELSEWHERE, CLOUD, OUTSIDER, key_of_user  # noqa: E402
from incidents import makes_user, shares_database  # noqa: E402
from make_month import write  # noqa: E402
from month import steps  # noqa: E402

DENIED = ("AccessDenied", "User is not authorized to perform this operation")
LOOK = [("sts:GetCallerIdentity", ...), ("iam:ListUsers", ...), ("iam:ListRoles", ...)]


def denied(call):
    return (call[0], call[1], DENIED)


def secrets(count):
    return [("secretsmanager:GetSecretValue", {"secretId": f"prod/app/{n}"}) for n in range(count)]


def new_user(place, name="svc-new", **more):
    return makes_user(place, name, place.key(name, prefix="AKIA"), MIDNIGHT + 11 * HOUR, **more)


def stops_trail(place):
    return ("cloudtrail:StopLogging", {"name": place.trail})


def opens_ssh():
    return ("ec2:AuthorizeSecurityGroupIngress", {"groupId": "sg-0123456789abcdef0", "ipPermissions": {"items": [
        {"ipProtocol": "tcp", "fromPort": 22, "toPort": 22, "ipRanges": {"items": [{"cidrIp": "0.0.0.0/0"}]}}]}})


def deletes_database():
    return ("rds:DeleteDBInstance", {"dBInstanceIdentifier": "orders", "skipFinalSnapshot": True,
                                     "deleteAutomatedBackups": True}, {"dBInstanceIdentifier": "orders"})


def hop(company, d, at):
    """Into another account, and the work is done there."""
    user, key = key_of_user(company.dev, "a-bot", CLOUD), company.prod.key("hop", d.hex(6))
    out = steps(user, d, at, LOOK) + account_assumes(user, company.prod, d, at + 300, "org-access", "sync", key)
    there = Actor(company.prod, session_identity(company.prod, "org-access", "sync", key, at + 300), CLOUD, BOTO_ELSEWHERE)
    return out + steps(there, d, at + 320, [stops_trail(company.prod), *secrets(4), *new_user(company.prod),
                                            shares_database("orders-prod-weekly")])


# What happens, in a word; the calls of the key, or a function of (company, dice, second); the level of the alert, or
# None where there is to be none.
STORIES = [
    ("asks who it is", lambda p: LOOK[:1], None),
    ("looks around", lambda p: LOOK, None),
    ("is refused a user", lambda p: [denied(new_user(p)[0])], None),
    ("makes a user without rights", lambda p: new_user(p, administrator=False)[:1], None),
    ("makes a second key for itself", lambda p: [("iam:CreateAccessKey", {"userName": "a-bot"})], None),
    # Alone it is what a test leaves behind, every day; an ordinary month has it.
    ("deletes a database, and no copy is left", lambda p: [deletes_database()], "low"),
    ("tries to stop the trail", lambda p: [denied(stops_trail(p))], "low"),
    ("tries to share a database", lambda p: [denied(shares_database("orders"))], "low"),
    ("opens SSH to the world", lambda p: [opens_ssh()], "medium"),
    ("makes a user with a key", lambda p: new_user(p, administrator=False), "medium"),
    ("looks around, then makes a user with a key", lambda p: LOOK + new_user(p, administrator=False), "medium"),
    ("reads twelve secrets", lambda p: secrets(12), "medium"),
    ("stops the trail", lambda p: [stops_trail(p)], "high"),
    ("makes an administrator", lambda p: new_user(p), "high"),
    ("shares a database", lambda p: [shares_database("orders")], "high"),
    ("stops the trail and shares a database", lambda p: [stops_trail(p), shares_database("orders")], "high"),
    ("makes an administrator and shares a database", lambda p: new_user(p) + [shares_database("orders")], "critical"),
    ("stops the trail, makes an administrator, shares a database",
     lambda p: [stops_trail(p)] + new_user(p) + [shares_database("orders")], "critical"),
    ("the same behind a look around, with secrets read",
     lambda p: LOOK + secrets(4) + [stops_trail(p)] + new_user(p) + [shares_database("orders")], "critical"),
    ("the same in another account", hop, "critical"),
]


def scan(records):
    with tempfile.TemporaryDirectory() as folder:
        write(folder, records, "story")
        done = subprocess.run([emaki, "scan", folder, "--format", "json"], stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout)


def points(found):
    """(points, level or None, what they are for) of the gravest thing that was found."""
    if found["alerts"]:
        gravest = max(found["alerts"], key=lambda alert: alert["score"])
        return gravest["score"], gravest["level"], gravest["score_reasons"]
    return max((seen["score"] for seen in found["observations"]), default=0), None, []


def main():
    before, failed = 0, 0
    print(f"1..{2 * len(STORIES)}")
    for number, (name, calls, level) in enumerate(STORIES):
        company, d, at = shop(), Dice("gravity", name), MIDNIGHT + 11 * HOUR
        records = calls(company, d, at) if calls is hop else \
            steps(key_of_user(company.dev, "a-bot", CLOUD), d, at, calls(company.dev))
        score, got, why = points(scan(records))
        good, right = score >= before, got == level
        print(f"{'ok' if good else 'not ok'} {2 * number + 1} - {score}: {name}" + ("" if good else f" # less than {before}"))
        print(f"{'ok' if right else 'not ok'} {2 * number + 2} - {got}: {name}" + ("" if right else f" # in truth {level}: {why}"))
        before, failed = max(before, score), failed + (not good) + (not right)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

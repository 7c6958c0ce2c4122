#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The bundled example is what tools/make_example.py makes, and its records are such as CloudTrail writes."""
import collections
import json
import os
import re
import shutil
import sys
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path[:0] = [os.path.join(ROOT, "tools"), os.path.join(ROOT, "tools", "gen")]
sys.dont_write_bytecode = True

import make_example  # noqa: E402
from example import TWICE, company_day, small_set  # noqa: E402

REQUIRED = ("eventVersion", "userIdentity", "eventTime", "eventSource", "eventName", "awsRegion", "sourceIPAddress",
            "userAgent", "requestParameters", "responseElements", "eventID", "readOnly", "eventType", "managementEvent",
            "recipientAccountId", "eventCategory")
ATTACKER = ("185.220.101.34", "54.199.71.20")
PATH = re.compile(r"AWSLogs/(\d{12})/CloudTrail/([a-z0-9-]+)/2026/03/0[34]/\1_CloudTrail_\2_202603\d\dT\d{4}Z_\w{16}\.json\.gz")


def logs(objects):
    return {path: json.loads(data)["Records"] for path, data in objects.items() if "/CloudTrail/" in path}


def every(objects):
    return [record for records in logs(objects).values() for record in records]


class Example(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.objects = company_day()
        cls.records = every(cls.objects)
        cls.once = {record["eventID"]: record for record in cls.records}

    def ordinary(self):
        return [r for r in self.once.values() if r["sourceIPAddress"] not in ATTACKER]

    def test_bundled_files_are_what_the_tool_makes(self):
        self.assertEqual(make_example.differences(os.path.join(ROOT, "examples", "company-day"), self.objects), [])

    def test_check_sees_a_changed_byte_a_missing_and_a_foreign_file(self):
        with tempfile.TemporaryDirectory() as top:
            few = dict(sorted(self.objects.items())[:3])
            make_example.write(top, few)
            self.assertEqual(make_example.differences(top, few), [])
            first, second, third = few
            os.remove(os.path.join(top, second))
            shutil.copy(os.path.join(top, first), os.path.join(top, "stray.json.gz"))
            changed = {**few, third: few[third].replace(b"arn:aws", b"arn:awz", 1)}
            self.assertEqual(make_example.differences(top, changed), [
                f"missing: {second}", "not made by this tool: stray.json.gz", f"differs: {third}"])

    def test_is_small_enough_to_bundle(self):
        top = os.path.join(ROOT, "examples", "company-day")
        self.assertLess(sum(os.path.getsize(os.path.join(top, p)) for p in make_example.files_below(top)), 600 * 1024)
        self.assertGreater(len(self.once), 3000)

    def test_records_have_what_cloudtrail_writes(self):
        for record in self.records:
            for key in REQUIRED:
                if record["eventType"] != "AwsConsoleSignIn" or key != "requestID":
                    self.assertIn(key, record)
            self.assertRegex(record["eventTime"], r"^2026-03-03T\d\d:\d\d:\d\dZ$")
            self.assertRegex(record["eventID"], r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
            self.assertEqual(record["managementEvent"], record["eventCategory"] == "Management")
            self.assertEqual("errorCode" in record, "errorMessage" in record)

    def test_objects_lie_where_cloudtrail_puts_them(self):
        for path, records in logs(self.objects).items():
            where = PATH.fullmatch(path)
            self.assertTrue(where, path)
            for record in records:
                self.assertEqual((record["recipientAccountId"], record["awsRegion"]), where.groups())
        kinds = collections.Counter(path.split("/")[2] for path in self.objects)
        self.assertEqual((kinds["CloudTrail-Digest"], kinds["CloudTrail-Insight"]), (3, 1))

    def test_only_the_intended_events_come_twice(self):
        by_path = logs(self.objects)
        bodies = collections.Counter(json.dumps(records) for records in by_path.values())
        self.assertEqual(sorted(bodies.values())[-2:], [1, 2], "one whole object comes twice")
        distinct = [r for body in bodies for r in json.loads(body)]
        counts = collections.Counter(r["eventID"] for r in distinct)
        names = {self.once[event]["eventName"] for event, n in counts.items() if n > 1}
        self.assertEqual(names, TWICE)

    def test_copies_of_one_call_share_an_id(self):
        shared = collections.defaultdict(list)
        for record in self.once.values():
            if record["eventName"] == "AssumeRole" and "sharedEventID" in record:
                shared[record["sharedEventID"]].append(record)
        pairs = [pair for pair in shared.values() if len(pair) > 1]
        self.assertGreater(len(pairs), 5)
        for one, other in pairs:
            self.assertNotEqual(one["eventID"], other["eventID"])
            self.assertNotEqual(one["recipientAccountId"], other["recipientAccountId"])
            self.assertEqual(one["responseElements"], other["responseElements"])

    def test_the_ordinary_day_holds_nothing_of_an_attack(self):
        forbidden = {"StopLogging", "DeleteTrail", "UpdateTrail", "PutBucketPolicy", "PutBucketAcl", "CreateAccessKey",
                     "ModifySnapshotAttribute", "ModifyImageAttribute", "CreateUser", "UpdateAssumeRolePolicy"}
        for record in self.ordinary():
            self.assertNotIn(record["eventName"], forbidden)
            self.assertNotEqual(record["userIdentity"].get("type"), "Root")
            self.assertNotIn("AdministratorAccess", json.dumps(record["requestParameters"]))
            if record["eventName"] == "ConsoleLogin":
                self.assertEqual(record["additionalEventData"]["MFAUsed"], "Yes")

    def test_the_attack_is_the_one_of_the_picture(self):
        story = sorted((r for r in self.once.values() if r["sourceIPAddress"] in ATTACKER), key=lambda r: r["eventTime"])
        at = lambda name: [r["eventTime"][11:19] for r in story if r["eventName"] == name and r["userIdentity"]["type"] != "AWSAccount"]
        for name, times in {"CreateRole": ["13:07:02"], "AttachRolePolicy": ["13:07:49"], "RunInstances": ["13:08:30"],
                            "ModifyDBSnapshotAttribute": ["13:14:07"], "ModifySnapshotAttribute": ["13:16:42"],
                            "CreateImage": ["13:58:10"], "PutBucketPolicy": ["13:59:36"],
                            "ModifyImageAttribute": ["14:01:20"], "AuthorizeSnapshotAccess": ["14:05:12"],
                            "AssumeRole": ["14:09:03"]}.items():
            self.assertEqual(at(name), times, name)
        looks = [r for r in story if "13:03:00" < r["eventTime"][11:19] < "13:06:00"]
        self.assertEqual(len(looks), 14)
        self.assertEqual(len({r["eventSource"] for r in looks}), 11)
        self.assertTrue(all("errorCode" in r for r in looks))
        stock = [r for r in story if "13:11:05" <= r["eventTime"][11:19] <= "13:12:31"]
        self.assertEqual((len(stock), sum("errorCode" in r for r in stock)), (24, 3))
        keys = {r["userIdentity"]["accessKeyId"] for r in story if r["userIdentity"].get("sessionContext", {}).get(
            "attributes") and "ec2RoleDelivery" in r["userIdentity"]["sessionContext"]}
        self.assertEqual(len(keys), 3, "rotating keys")

    def test_the_leaked_key_works_from_the_office_before(self):
        user = [r for r in self.once.values() if r["userIdentity"].get("userName") == "reporting-svc"]
        self.assertEqual(len({r["userIdentity"]["accessKeyId"] for r in user}), 1)
        before = [r for r in user if r["sourceIPAddress"] == "203.0.113.20"]
        self.assertGreater(len(before), 30)
        self.assertLess(max(r["eventTime"] for r in before), "2026-03-03T12")


class Small(unittest.TestCase):
    def test_same_seed_same_set(self):
        self.assertEqual(small_set("7"), small_set("7"))
        self.assertNotEqual(small_set("7"), small_set("8"))

    def test_small_sets_are_small_and_hold_the_branch(self):
        for seed in range(6):
            records = every(small_set(str(seed)))
            self.assertTrue(150 < len(records) < 1500, len(records))
            launches = [r for r in records if r["eventName"] == "RunInstances" and r["sourceIPAddress"] == ATTACKER[0]]
            self.assertTrue(launches)


if __name__ == "__main__":
    unittest.main()

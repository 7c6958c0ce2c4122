#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The bench's corpora are the same whatever the number of jobs, of the size asked for, and of a real day's mix."""
import collections
import json
import os
import sys
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path[:0] = [os.path.join(ROOT, "bench"), os.path.join(ROOT, "tools")]
sys.dont_write_bytecode = True

import make_corpus  # noqa: E402
from make_example import files_below, read_object  # noqa: E402


def contents(top):
    return {path: read_object(os.path.join(top, path)) for path in files_below(top) if path.endswith(".gz")}


class Corpus(unittest.TestCase):
    def test_jobs_do_not_show(self):
        make_corpus.ACCOUNT_EVENTS, whole = 700, make_corpus.ACCOUNT_EVENTS
        self.addCleanup(setattr, make_corpus, "ACCOUNT_EVENTS", whole)
        with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two, tempfile.TemporaryDirectory() as other:
            about = make_corpus.make(1500, one, 100, "1", jobs=1)
            self.assertEqual(make_corpus.make(1500, two, 100, "1", jobs=2), about)
            self.assertEqual(contents(one), contents(two))
            make_corpus.make(1500, other, 100, "2", jobs=1)
            self.assertNotEqual(contents(one), contents(other))
            self.assertEqual((about["events"], about["accounts"]), (1500, 3))
            self.assertEqual(about["objects"], len(contents(one)))

    def test_mix_is_that_of_a_real_account(self):
        with tempfile.TemporaryDirectory() as top:
            make_corpus.make(6000, top, 1000, "1", jobs=1)
            objects = contents(top)
        records = [record for data in objects.values() for record in json.loads(data)["Records"]]
        share = lambda test: sum(map(test, records)) / len(records)
        self.assertEqual(len({r["eventID"] for r in records}), 6000)
        self.assertTrue(0.45 < share(lambda r: r["readOnly"]) < 0.65)
        self.assertTrue(0.025 < share(lambda r: r["eventName"].startswith("AssumeRole")) < 0.06)
        self.assertTrue(0.003 < share(lambda r: "errorCode" in r) < 0.03)
        self.assertTrue(1300 < sum(map(len, objects.values())) / 6000 < 1700)
        keys = collections.Counter(r["userIdentity"].get("accessKeyId") for r in records)
        self.assertGreater(6000 / len(keys), 12, "sessions of dozens of events")
        self.assertTrue(any(r["eventName"] == "ModifyDBSnapshotAttribute" for r in records), "the attack is inside")


if __name__ == "__main__":
    unittest.main()

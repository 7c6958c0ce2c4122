#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""test_story.py EMAKI: the bundled example gives one alert, the one that was put into it, and nothing else."""
import json
import os
import subprocess
import sys
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def scan(*arguments):
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "scan.json")
        done = subprocess.run([EMAKI, "scan", *arguments, "--format", "json", "-o", out], capture_output=True, text=True,
                              check=False)
        if done.returncode != 0:
            raise AssertionError(f"status {done.returncode}: {done.stderr}")
        with open(out, encoding="utf-8") as file:
            return json.load(file)


class Story(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        top = os.path.join(ROOT, "examples")
        cls.result = scan(os.path.join(top, "company-day"), "--config", os.path.join(top, "emaki.yml"))
        cls.alert = cls.result["alerts"][0]
        cls.actors = {actor["id"]: actor for actor in cls.alert["actors"]}

    def test_everything_was_read(self):
        given = self.result["input"]
        self.assertEqual((given["failed_files"], given["malformed_records"]), ([], []))
        self.assertEqual(given["records"], given["events"] + given["duplicates"] + 2, "an Insight object holds two")
        self.assertGreater(given["duplicates"], 100, "an object that came twice")
        self.assertEqual(given["accounts"], ["111122223333", "444455556666", "777788889999"])

    def test_one_alert_and_nothing_else(self):
        self.assertEqual(len(self.result["alerts"]), 1)
        self.assertEqual(self.alert["level"], "critical")
        self.assertEqual(sum(reason["points"] for reason in self.alert["score_reasons"]), self.alert["score"])

    def test_actors_are_the_key_the_instance_and_the_role_beyond(self):
        self.assertEqual([actor["kind"] for actor in self.alert["actors"]], ["user", "instance", "session"])
        user, instance, session = self.alert["actors"]
        self.assertEqual(user["name"], "reporting-svc")
        self.assertIn("i-0f3a91c2d4e5b6a78", instance["name"])
        self.assertEqual(len(instance["credentials"]), 3, "rotating keys are one actor")
        self.assertEqual((session["name"], session["account"]), ("prod-admin", "444455556666"))
        self.assertEqual((instance["parent"], session["parent"]), (user["id"], instance["id"]))
        self.assertEqual((instance["via"]["kind"], session["via"]["kind"]), ("launched", "assumed"))
        self.assertEqual(session["via"]["confidence"], "exact")

    def test_each_share_is_a_step(self):
        shared = [s for s in self.alert["steps"] if s["tactic"] == "exfiltration"]
        self.assertEqual([(s["from"][11:19], self.actors[s["actor"]]["kind"]) for s in shared], [
            ("13:14:07", "instance"), ("13:16:42", "instance"), ("13:59:36", "instance"), ("14:01:20", "user"),
            ("14:05:12", "instance")])

    def test_attempts_are_told_from_successes(self):
        denied = [s for s in self.alert["steps"] if s["from"][11:19] == "13:03:04"]
        self.assertTrue(denied)
        self.assertTrue(all(s["outcome"] == "failed" for s in denied))
        last = self.alert["steps"][-1]
        self.assertEqual((last["from"][11:19], last["outcome"], last["count"]), ("14:15:02", "failed", 2))

    def test_the_order_of_files_does_not_show(self):
        top = os.path.join(ROOT, "examples", "company-day", "AWSLogs")
        accounts = [os.path.join(top, name) for name in sorted(os.listdir(top), reverse=True)]
        again = scan(*accounts, "--config", os.path.join(ROOT, "examples", "emaki.yml"), "--threads", "1")
        self.assertEqual(again["alerts"], self.result["alerts"])


if __name__ == "__main__":
    EMAKI = sys.argv.pop(1)
    unittest.main()

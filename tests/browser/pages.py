# SPDX-License-Identifier: Apache-2.0
"""The pages that the browser tests look at, and how these are run.

`day` is the story of the bundled example, `japanese` the same in Japanese. `two` has two alerts, whose names are what somebody hostile would choose. `many`
is one of hundreds of steps, which the picture stacks.
"""
import json
import os
import re
import subprocess
import tempfile
import traceback

import devtools

HOSTILE = "<img src=x onerror=alert(1)>\"'`</script><script>alert(2)</script>|=cmd()\u202e\u0007"


def record(number, second, service, name, user, key, address, request, error=None):
    event = {
        "eventVersion": "1.08", "eventID": f"{number:08x}-0000-4000-8000-000000000000", "eventType": "AwsApiCall",
        "eventTime": f"2026-03-03T{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}Z",
        "eventSource": f"{service}.amazonaws.com", "eventName": name,
        "awsRegion": "us-east-1", "sourceIPAddress": address, "userAgent": HOSTILE, "recipientAccountId": "111122223333",
        "userIdentity": {"type": "IAMUser", "userName": user, "arn": f"arn:aws:iam::111122223333:user/{user}",
                         "accountId": "111122223333", "accessKeyId": key, "principalId": "AIDA" + key[4:]},
        "requestParameters": request}
    if error:
        event["errorCode"] = error
    return event


def two_attacks():
    admin = "arn:aws:iam::aws:policy/AdministratorAccess"
    records = []
    for user, key, address in ((HOSTILE, "AKIAEXAMPLE00000001", "198.51.100.7"),
                               ("ann", "AKIAEXAMPLE00000002", "203.0.113.9")):
        for minute, service, name, request, error in (
                (1, "cloudtrail", "StopLogging", {"name": HOSTILE}, None),
                (2, "iam", "AttachUserPolicy", {"userName": HOSTILE, "policyArn": admin}, None),
                (3, "iam", "CreateLoginProfile", {"userName": HOSTILE}, "AccessDenied")):
            records.append(record(len(records), minute * 60, service, name, user, key, address, request, error))
    return records


def many_steps():
    """A user makes five others in one go; then all six work through the account."""
    users = [("mallory", "AKIAEXAMPLE00000000")] + [(f"u{i}", f"AKIAEXAMPLE0000010{i}") for i in range(5)]
    records = []
    for user, key in users[1:]:
        made = record(len(records), 20 * len(records), "iam", "CreateAccessKey", *users[0], "198.51.100.7", {"userName": user})
        made["responseElements"] = {"accessKey": {"userName": user, "accessKeyId": key, "status": "Active"}}
        records.append(made)
    for i in range(240):
        service, name, request = (
            ("cloudtrail", "StopLogging", {"name": f"t{i}"}), ("iam", "CreateLoginProfile", {"userName": f"p{i}"}),
            ("secretsmanager", "GetSecretValue", {"secretId": f"s{i}"}), ("guardduty", "DeleteDetector", {"detectorId": f"d{i}"}),
            ("ec2", "ModifySnapshotAttribute", {"snapshotId": f"snap-{i}", "attributeType": "CREATE_VOLUME_PERMISSION",
                                                "createVolumePermission": {"add": {"items": [{"userId": "999988887777"}]}}}))[i % 5]
        records.append(record(len(records), 200 + 330 * i, service, name, *users[i % 6], "198.51.100.7", request,
                              "AccessDenied" if i % 7 == 0 else None))
    return records


def make(emaki, source, folder):
    """Writes the pages; their paths by name."""
    examples = os.path.join(source, "examples")
    day = [os.path.join(examples, "company-day"), "--config", os.path.join(examples, "emaki.yml")]
    made = {"day": day, "japanese": [*day, "--lang", "ja"]}
    for name, records in (("two", two_attacks()), ("many", many_steps())):
        made[name] = [os.path.join(folder, name + ".jsonl")]
        with open(made[name][0], "w", encoding="utf-8") as file:
            file.writelines(json.dumps(r) + "\n" for r in records)
    paths = {}
    for name, arguments in made.items():
        paths[name] = os.path.join(folder, name + ".html")
        subprocess.run([emaki, "scan", *arguments, "--format", "html", "-o", paths[name]], check=True)
    return paths


def data_of(path):
    """The JSON block of a page."""
    with open(path, encoding="utf-8") as file:
        return json.loads(re.search(r'id="emaki-data">(.*?)</script>', file.read(), re.DOTALL)[1])["alerts"]


def run(emaki, source, tests):
    """Runs each test with a function that opens a tab; TAP."""
    path = devtools.find()
    if not path:
        print("1..0 # SKIP no Chromium")
        return 0
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        paths = make(emaki, source, folder)
        default = devtools.Browser(path)
        opened = []

        def tab(width, height, page="day", fragment="", browser=default, **kwargs):
            new = devtools.Tab(browser, width, height, **kwargs)
            new.open("file://" + paths[page] + fragment)
            if browser is default:
                opened.append(new)
            return new

        tab.path, tab.folder, tab.paths = path, folder, paths
        print(f"1..{len(tests)}")
        for number, test in enumerate(tests, 1):
            try:
                skip = test(tab)
                print(f"ok {number} - {test.__name__}" + (f" # {skip}" if skip else ""))
            except (AssertionError, RuntimeError) as error:
                failed += 1
                line = traceback.extract_tb(error.__traceback__)[1]
                print(f"not ok {number} - {test.__name__}\n# line {line.lineno}: {line.line}\n# {error!r}")
            while opened:
                opened.pop().close()
        default.close()
    return failed > 0

# SPDX-License-Identifier: Apache-2.0
"""What the tests of the built binary share: cases as TAP, a folder for each, running emaki, made-up records.

A test file is called with the binary and the source tree:  python3 test_x.py build/emaki .
"""
import json
import os
import subprocess
import sys
import tempfile
import traceback

TIMEOUT = 120  # for a run that ought to take a tenth of a second, on a slow machine with sanitizers
CASES = []


def case(function):
    """A test case; its name is the function's with blanks."""
    CASES.append(function)
    return function


class Emaki:
    """The binary under test, run in a folder of its own."""

    def __init__(self, binary, folder):
        self.binary, self.folder = binary, folder

    def command(self, *args):
        return [self.binary, *args]

    def environment(self, **more):
        kept = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "COLUMNS")}
        return {**kept, "TERM": "xterm", **more}

    def run(self, *args, stdin=b"", **more):
        return subprocess.run(self.command(*args), input=stdin, capture_output=True, cwd=self.folder, timeout=TIMEOUT,
                              env=self.environment(**more), check=False)

    def start(self, *args, **kwargs):
        return subprocess.Popen(self.command(*args), cwd=self.folder, env=self.environment(), **kwargs)

    def scan(self, *args, status=0, stdin=b""):
        """The scan's JSON; the status must be as said."""
        done = self.run("scan", "--json", *args, stdin=stdin)
        expect_status(done, status)
        return json.loads(done.stdout)

    def put(self, path, data):
        full = os.path.join(self.folder, path)
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, "wb") as file:
            file.write(data if isinstance(data, bytes) else json.dumps(data).encode())
        return full


def expect(truth, message="not so"):
    if not truth:
        raise AssertionError(message)


def expect_equal(got, want):
    expect(got == want, f"got {got!r}, want {want!r}")


def expect_in(part, text):
    expect(part in text, f"{part!r} is not in {text!r}")


def expect_status(done, status):
    expect(done.returncode == status, f"status {done.returncode}, not {status}; stderr: {done.stderr.decode(errors='replace')}")


def expect_usage_error(done, *parts):
    expect_status(done, 1)
    expect_equal(done.stdout, b"")
    for part in parts:
        expect_in(part, done.stderr.decode())


def record(n=1, name="ListUsers", source="iam.amazonaws.com", **more):
    """A CloudTrail record that raises nothing; `n` makes its id and its second."""
    made = {
        "eventVersion": "1.09",
        "userIdentity": {"type": "IAMUser", "principalId": "AIDAEXAMPLEANN000001", "arn": "arn:aws:iam::111122223333:user/ann",
                         "accountId": "111122223333", "accessKeyId": "AKIAEXAMPLEANN000001", "userName": "ann"},
        "eventTime": f"2026-03-03T10:{n // 60 % 60:02d}:{n % 60:02d}Z",
        "eventSource": source, "eventName": name, "awsRegion": "us-east-1", "sourceIPAddress": "203.0.113.7",
        "userAgent": "aws-cli/2.15.30", "requestParameters": None, "responseElements": None,
        "requestID": f"00000000-0000-4000-8000-{n:012d}", "eventID": f"10000000-0000-4000-8000-{n:012d}",
        "readOnly": True, "eventType": "AwsApiCall", "managementEvent": True, "recipientAccountId": "111122223333",
        "eventCategory": "Management"}
    return {**made, **more}


def records(*items):
    return json.dumps({"Records": list(items)}).encode()


def lines(items):
    return b"".join(json.dumps(item).encode() + b"\n" for item in items)


def small_set(root, seed):
    """Objects of a made-up day with an attack inside: path to bytes."""
    sys.path.insert(0, os.path.join(root, "tools", "gen"))
    from example import small_set as make
    return make(seed)


def all_records(objects):
    """The records of those objects that are logs."""
    found = []
    for path in sorted(objects):
        found += json.loads(objects[path]).get("Records", []) if "/CloudTrail/" in path else []
    return found


def attack(root, seed="1"):
    """One object with everything of a small set, ready for standard input."""
    return records(*all_records(small_set(root, seed)))


def main():
    binary, root = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    print(f"1..{len(CASES)}")
    failed = 0
    for number, function in enumerate(CASES, 1):
        with tempfile.TemporaryDirectory() as folder:
            try:
                function(Emaki(binary, folder), root)
                print(f"ok {number} - {function.__name__.replace('_', ' ')}", flush=True)
            except Exception:  # pylint: disable=broad-except
                failed += 1
                print(f"not ok {number} - {function.__name__.replace('_', ' ')}")
                print("\n".join("# " + line for line in traceback.format_exc().splitlines()[-8:]), flush=True)
    return 1 if failed else 0

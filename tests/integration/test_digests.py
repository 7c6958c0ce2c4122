#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Digests beside the logs: what holds, and what was changed, removed or forged, in JSON, text, on stderr and in stories."""
import datetime
import functools
import gzip
import json
import os
import sys
import tarfile
import tempfile

from tap import case, expect, expect_equal, expect_in, expect_status, expect_usage_error, lines, main

PLACE = "/111122223333/CloudTrail/us-east-1/"


@functools.cache
def made(root):
    """The same day for all cases: its logs, its digests, who signed them, and the tools that made them."""
    sys.path.insert(0, os.path.join(root, "tools", "gen"))
    import digests
    from example import small_set
    folder = tempfile.TemporaryDirectory(prefix="emaki-keys-")
    signer = digests.Signer(folder.name)
    signer.folder = folder
    logs = small_set("1")
    return logs, digests.chains(logs, signer), signer, digests


class Mirror:
    """A made-up day with its digests, signed, on disk below AWSLogs."""

    def __init__(self, emaki, root):
        self.emaki = emaki
        self.logs, self.digests, self.signer, self.tools = made(root)
        emaki.put("keys.json", self.signer.list_public_keys())
        for path, data in {**self.logs, **self.digests}.items():
            self.put(path, data)

    def put(self, path, data):
        self.emaki.put(path, gzip.compress(data, mtime=0))

    def remove(self, path):
        os.unlink(os.path.join(self.emaki.folder, path))

    def chain(self):
        """The digests of the place where the attack begins, oldest first."""
        return sorted(p for p in self.digests if PLACE.replace("CloudTrail", "CloudTrail-Digest") in p)

    def named_log(self, index=0):
        """The path of a log that the digests of this chain name."""
        return [f["s3Object"] for path in self.chain() for f in json.loads(self.digests[path])["logFiles"]][index]

    def scan(self, *args, status=0):
        return self.emaki.scan(*(args or ("AWSLogs",)), status=status)["input"]["digests"]


def kinds(found):
    return [(p["kind"], p["path"]) for p in found["problems"]]


@case
def a_whole_chain_holds(emaki, root):
    m = Mirror(emaki, root)
    found = m.scan()
    expect_equal(found, {"read": len(m.digests), "verified_logs": len(m.logs), "absent_logs": 0, "signatures": 0, "problems": []})
    newest = len(m.tools.places(m.logs))  # one of each chain
    expect_equal(m.scan("AWSLogs", "--digest-keys", "keys.json"), {**found, "signatures": len(m.digests) - newest})
    done = emaki.run("scan", "AWSLogs")
    expect_equal(done.stderr, b"")
    expect_in(f"{len(m.logs)} logs are as delivered.", " ".join(done.stdout.decode().split()))


@case
def the_verdict_depends_on_neither_threads_nor_place(emaki, root):
    m = Mirror(emaki, root)
    m.put(m.named_log(), m.logs[m.named_log()] + b" ")
    m.remove(m.named_log(-1))
    found = m.scan()
    expect_equal(m.scan("AWSLogs", "--threads", "1"), found)
    for path in [*m.logs, *m.digests]:  # decompressed, and in other folders
        if os.path.exists(os.path.join(emaki.folder, path)):
            data = gzip.open(os.path.join(emaki.folder, path)).read()
            emaki.put("flat/" + os.path.basename(path)[:-3], data)
    flat = m.scan("flat")
    expect_equal({**flat, "problems": []}, {**found, "problems": []})
    expect_equal(sorted(k for k, _ in kinds(flat)), sorted(k for k, _ in kinds(found)))
    os.mkdir(os.path.join(emaki.folder, "apart"))
    for mode in ("w", "w:gz"):
        with tarfile.open(os.path.join(emaki.folder, "all.tar"), mode) as tar:
            tar.add(os.path.join(emaki.folder, "AWSLogs"), "AWSLogs")
        whole = m.scan("all.tar")
        expect_equal({**whole, "problems": []}, {**found, "problems": []})
        expect_equal(sorted((k, p.removeprefix("all.tar!")) for k, p in kinds(whole)), sorted(kinds(found)))
    with tarfile.open(os.path.join(emaki.folder, "apart/logs.tar"), "w") as tar:  # the digests beside it
        tar.add(os.path.join(emaki.folder, "AWSLogs"), "AWSLogs", filter=lambda i: None if "-Digest" in i.name else i)
    for path, data in m.digests.items():
        m.put("apart/" + path, data)
    apart = m.scan("apart")
    expect_equal({**apart, "problems": []}, {**found, "problems": []})
    with open(os.path.join(emaki.folder, "all.tar"), "rb") as tar:
        expect_equal(m.scan("-")["read"], 0)
        piped = emaki.scan("-", stdin=tar.read())["input"]["digests"]
    expect_equal({**piped, "problems": []}, {**found, "problems": []})


@case
def digests_under_other_names_are_digests(emaki, root):
    m = Mirror(emaki, root)
    for n, path in enumerate(sorted(m.digests)):
        m.remove(path)
        emaki.put(f"AWSLogs/other/{n}.txt", m.digests[path])
    found = m.scan()
    expect_equal((found["read"], found["verified_logs"], found["problems"]), (len(m.digests), len(m.logs), []))


@case
def a_changed_log(emaki, root):
    m = Mirror(emaki, root)
    path = m.named_log()
    m.put(path, m.logs[path].replace(b"GetCallerIdentity", b"GetCallerIdentitz", 1) + b" ")
    found = m.scan()
    expect_equal(kinds(found), [("changed", path)])
    expect_equal(found["verified_logs"], len(m.logs) - 1)
    expect_in("its SHA-256 is not the one in the digest 111122223333_CloudTrail-Digest_us-east-1", found["problems"][0]["error"])
    done = emaki.run("scan", "AWSLogs")
    expect_status(done, 0)
    expect_in(f"{path}: {found['problems'][0]['error']}", done.stderr.decode())
    expect_in("1 thing does not fit the digests", " ".join(done.stdout.decode().split()))


@case
def a_log_that_is_cut_was_changed_and_cannot_be_read(emaki, root):
    m = Mirror(emaki, root)
    path = m.named_log()
    emaki.put(path, gzip.compress(m.logs[path])[:-30])
    expect_equal(kinds(m.scan("AWSLogs", status=2)), [("changed", path)])


@case
def a_removed_log(emaki, root):
    m = Mirror(emaki, root)
    path = m.named_log()
    m.remove(path)
    found = m.scan()
    expect_equal(kinds(found), [("missing", path)])
    expect_equal((found["verified_logs"], found["absent_logs"]), (len(m.logs) - 1, 0))


@case
def a_day_that_is_not_in_the_input_is_not_missing(emaki, root):
    m = Mirror(emaki, root)
    mine = [p for p in m.logs if PLACE in p]
    for path in mine:
        m.remove(path)
    found = m.scan()
    expect_equal((found["problems"], found["absent_logs"], found["verified_logs"]), ([], len(mine), len(m.logs) - len(mine)))


@case
def a_removed_digest(emaki, root):
    m = Mirror(emaki, root)
    chain = m.chain()
    m.remove(chain[2])
    expect_equal(kinds(m.scan()), [("gap", chain[2])])
    m.remove(chain[0])  # where the input begins, nothing is missing
    expect_equal(kinds(m.scan()), [("gap", chain[2])])
    m.remove(chain[1])
    expect_equal(kinds(m.scan()), [])


@case
def validation_that_was_off(emaki, root):
    m = Mirror(emaki, root)
    hours = m.tools.places(m.logs)[("111122223333", "us-east-1")]
    for path in m.chain():
        m.remove(path)
    begin = min(hours) - 9
    early = m.tools.chain("111122223333", "us-east-1", hours, m.signer, begin, begin + 2)
    late = m.tools.chain("111122223333", "us-east-1", hours, m.signer, begin + 5)
    for path, data in early + late:
        m.put(path, data)
    found = m.scan()
    expect_equal(kinds(found), [("gap", late[0][0])])
    expect_in("the validation of log files was off, or digests were removed", found["problems"][0]["error"])
    expect_equal(found["verified_logs"], len(m.logs))


@case
def a_changed_digest(emaki, root):
    m = Mirror(emaki, root)
    chain = m.chain()
    victim = next(p for p in chain[:-1] if json.loads(m.digests[p])["logFiles"])
    said = json.loads(m.digests[victim])
    hidden = said["logFiles"].pop()  # the log goes, and its digest keeps silent about it
    m.put(victim, json.dumps(said).encode())
    m.remove(hidden["s3Object"])
    expect_equal(kinds(m.scan()), [("digest_changed", victim)])
    found = m.scan("AWSLogs", "--digest-keys", "keys.json")
    expect_equal(kinds(found), [("digest_changed", victim)])


@case
def a_forged_chain_shows_by_its_signatures_alone(emaki, root):
    m = Mirror(emaki, root)
    path = m.named_log()
    changed = m.logs[path] + b" "
    m.put(path, changed)
    hours = m.tools.places({**m.logs, path: changed})[("111122223333", "us-east-1")]
    class Forger:  # who has no key can only repeat old signatures
        fingerprint = m.signer.fingerprint
        sign = staticmethod(lambda text: "00" * 256)
    for name, data in m.tools.chain("111122223333", "us-east-1", hours, Forger):
        m.put(name, data)
    expect_equal(m.scan()["problems"], [])
    found = m.scan("AWSLogs", "--digest-keys", "keys.json")
    expect(found["problems"], "nothing was found")
    expect_equal(set(kinds(found)), {("bad_signature", p) for p in m.chain()[:-1]})


@case
def keys_of_another_region(emaki, root):
    m = Mirror(emaki, root)
    emaki.put("others.json", json.dumps({"PublicKeyList": []}).encode())
    found = m.scan("AWSLogs", "--digest-keys", "others.json")
    expect_equal([k for k, _ in kinds(found)], ["unverified"])
    expect_in(f"no key has the fingerprint {m.signer.fingerprint}", found["problems"][0]["error"])
    both = m.scan("AWSLogs", "--digest-keys", "others.json", "--digest-keys", "keys.json")
    expect_equal(both["problems"], [])


@case
def files_of_keys_that_are_none(emaki, root):
    emaki.put("log.json", b"{}")
    emaki.put("bad.json", b"no JSON")
    emaki.put("odd.json", json.dumps({"PublicKeyList": [{"Fingerprint": "ab", "Value": "AAAA"}]}).encode())
    expect_usage_error(emaki.run("scan", "--digest-keys", "nowhere.json", "log.json"), "nowhere.json")
    expect_usage_error(emaki.run("scan", "--digest-keys", "bad.json", "log.json"), "bad.json: no PublicKeyList")
    expect_usage_error(emaki.run("scan", "--digest-keys", "odd.json", "log.json"), "the key with the fingerprint ab")


@case
def what_is_no_digest_by_its_bytes(emaki, root):
    m = Mirror(emaki, root)
    chain = m.chain()
    m.put(chain[1], b"not JSON")
    read = emaki.scan("AWSLogs", status=2)["input"]
    expect_equal([p["path"] for p in read["failed_files"]], [chain[1]])
    expect_in("invalid JSON at byte", read["failed_files"][0]["error"])
    expect_equal(kinds(read["digests"]), [("gap", chain[1])])
    m.put(chain[1], m.logs[m.named_log()])  # a log with a digest's name is a log
    expect_equal(emaki.scan("AWSLogs")["input"]["failed_files"], [])
    m.put(chain[1], lines(json.loads(m.logs[m.named_log()])["Records"]))
    expect_equal(emaki.scan("AWSLogs")["input"]["failed_files"], [])
    emaki.put(os.path.dirname(chain[1]) + "/README", b"notes")
    expect_equal(emaki.scan("AWSLogs")["input"]["failed_files"], [])


@case
def a_digest_that_is_cut_is_named_once(emaki, root):
    m = Mirror(emaki, root)
    path = m.chain()[1]
    emaki.put(path, gzip.compress(m.digests[path])[:-30])
    read = emaki.scan("AWSLogs", status=2)["input"]
    expect_equal([p["path"] for p in read["failed_files"]], [path])
    expect_equal(kinds(read["digests"]), [("gap", path)])


@case
def hostile_digests(emaki, root):
    m = Mirror(emaki, root)
    path = m.chain()[-1]
    said = json.loads(m.digests[path])
    log = {"s3Bucket": "b", "hashValue": "00" * 32, "hashAlgorithm": "SHA-256"}
    evil = "\x1b[2J\n\"'`=cmd()|</script>"
    day = "_CloudTrail_us-east-1_20260303T1300Z_"
    said["logFiles"] = [{**log, "s3Object": f"../../../../etc/111122223333{day}{n}.json.gz"} for n in range(20000)]
    said["logFiles"] += [{**log, "s3Object": f"AWSLogs/same/111122223333{day}x.json.gz"}] * 20000
    said["logFiles"] += [{**log, "s3Object": f"AWSLogs/{evil}/111122223333{day}{evil}.json.gz"}]
    said["previousDigestS3Object"] = path  # its own forerunner
    m.put(path, json.dumps(said).encode())
    done = emaki.run("scan", "AWSLogs")
    expect(b"\x1b" not in done.stdout + done.stderr, "an escape sequence came through")
    expect_in("more things do not fit the digests", done.stderr.decode())
    found = m.scan()
    expect_equal(len(found["problems"]), 100)
    expect(found["problem_count"] > 20000, found["problem_count"])
    for value in ({"logFiles": [{}] * 1000}, {"logFiles": [[]]}, {"digestEndTime": "never"}, {"awsAccountId": 7}):
        m.put(path, json.dumps({**json.loads(m.digests[path]), **value}).encode())
        read = emaki.scan("AWSLogs", status=2)["input"]
        expect_equal([p["path"] for p in read["failed_files"]], [path])


def blind_spots(scan):
    return [n["title"] for a in scan["alerts"] for n in a["blind_spots"] if n["kind"] == "digest_broken"]


@case
def a_story_says_what_was_taken_from_it(emaki, root):
    m = Mirror(emaki, root)
    expect_equal(blind_spots(emaki.scan("AWSLogs")), [])
    story = emaki.scan("AWSLogs")["alerts"][0]
    times = lambda path: [r["eventTime"] for r in json.loads(m.logs[path])["Records"]]
    inside = [p for p in sorted(m.logs) if PLACE in p and any(story["from"] <= t <= story["to"] for t in times(p))]
    expect(len(inside) > 1, "too small a story")
    hour = lambda text, by: (datetime.datetime.fromisoformat(text) + datetime.timedelta(hours=by)).strftime("%Y-%m-%dT%H:%M:%SZ")
    far = [p for p in sorted(m.logs) if min(times(p)) > hour(story["to"], 1) or max(times(p)) < hour(story["from"], -1)]
    expect(far, "no log is far from the story")
    m.put(inside[-1], m.logs[inside[-1]] + b"\n")
    expect_in(f"The log file {os.path.basename(inside[-1])} was changed after its delivery: its digest says so.",
              blind_spots(emaki.scan("AWSLogs")))
    m.remove(inside[-1])
    expect_in(f"The log file {os.path.basename(inside[-1])} was removed after its delivery: its digest names it.",
              blind_spots(emaki.scan("AWSLogs")))
    for path in far:
        m.put(path, m.logs[path] + b"\n")
    told = " ".join(blind_spots(emaki.scan("AWSLogs", "--account", "111122223333")))
    expect(told and not any(os.path.basename(p) in told for p in far), told)


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What goes in: shapes, archives, standard input, and what is broken: path, offset and reason, in text and JSON."""
import gzip
import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile

from tap import TIMEOUT, case, expect, expect_equal, expect_in, expect_status, lines, main, record, records


def ten():
    return [record(n) for n in range(1, 11)]


@case
def the_same_records_in_every_shape(emaki, root):
    items = ten()
    emaki.put("records.json", records(*items))
    emaki.put("array.json", json.dumps(items).encode())
    emaki.put("lines.jsonl", lines(items))
    emaki.put("one.json", json.dumps(items[0]).encode())
    emaki.put("lookup.json", json.dumps({"Events": [{"EventId": i["eventID"], "CloudTrailEvent": json.dumps(i)} for i in items]}).encode())
    emaki.put("bus.jsonl", lines([{"version": "0", "detail-type": "AWS API Call via CloudTrail", "detail": i} for i in items]))
    emaki.put("members.json.gz", gzip.compress(lines(items[:5])) + gzip.compress(lines(items[5:])))
    for name in sorted(os.listdir(emaki.folder)):
        expect_equal((name, emaki.scan(name)["input"]["events"]), (name, 1 if name == "one.json" else 10))
    both = emaki.scan(".")["input"]
    expect_equal((both["events"], both["duplicates"]), (10, 51))


@case
def archives_and_standard_input(emaki, root):
    data = records(*ten())
    with tarfile.open(os.path.join(emaki.folder, "a.tar.gz"), "w:gz") as tar:
        info = tarfile.TarInfo("AWSLogs/x.json")
        info.size = len(data)
        tar.addfile(info, io.BytesIO(data))
    with zipfile.ZipFile(os.path.join(emaki.folder, "a.zip"), "w") as archive:
        archive.writestr("AWSLogs/x.json.gz", gzip.compress(data))
        archive.writestr("../escape.json", records(record(99)))
    expect_equal(emaki.scan("a.tar.gz")["input"]["events"], 10)
    with zipfile.ZipFile(os.path.join(emaki.folder, "plain.zip"), "w") as archive:
        archive.writestr("AWSLogs/x.json.gz", gzip.compress(data))
    expect_equal(emaki.scan("plain.zip")["input"]["events"], 10)
    expect_equal(emaki.scan("-", stdin=gzip.compress(data))["input"]["events"], 10)
    before = set(os.listdir(os.path.dirname(emaki.folder)))
    expect(emaki.run("scan", "a.zip").returncode in (0, 2))
    expect(not [n for n in set(os.listdir(os.path.dirname(emaki.folder))) - before if "escape" in n], "the archive wrote a file")


def problems_of(emaki, *paths):
    """What the JSON and standard error say of a scan that could read a part: status 2."""
    done = emaki.run("scan", "--json", *paths)
    expect_status(done, 2)
    scan = json.loads(done.stdout)
    malformed = scan["input"]["malformed_records"]
    found = scan["input"]["failed_files"] + (malformed if isinstance(malformed, list) else [])
    said = done.stderr.decode()
    for problem in found:
        expect_in(f"{problem['path']}: at byte {problem['offset']}: {problem['error']}", said)
    text = emaki.run("scan", *paths)
    expect_status(text, 2)
    expect_equal(text.stderr.decode(), said)
    return scan["input"], found


@case
def truncated_gzip_is_named_and_the_rest_is_read(emaki, root):
    emaki.put("good.json", records(*ten()))
    emaki.put("cut.json.gz", gzip.compress(lines([record(n) for n in range(100, 400)]))[:-200])
    read, found = problems_of(emaki, "good.json", "cut.json.gz")
    expect(read["events"] >= 10, "the good file was not read")
    expect(any(p["path"].startswith("cut.json.gz") for p in found), found)


@case
def a_bad_checksum_is_named(emaki, root):
    data = bytearray(gzip.compress(records(*ten())))
    data[-5] ^= 0xFF
    emaki.put("crc.json.gz", bytes(data))
    _, found = problems_of(emaki, "crc.json.gz")
    expect_equal({p["path"] for p in found}, {"crc.json.gz"})


@case
def broken_records_have_their_offset(emaki, root):
    good = lines([record(1)])
    emaki.put("a.jsonl", good + b'{"eventVersion": "1.08", "eventID": 5, "eventTime": []}\n' + lines([record(2)]))
    read, found = problems_of(emaki, "a.jsonl")
    expect_equal(read["events"], 2)
    expect_equal([(p["path"], p["offset"]) for p in found], [("a.jsonl", len(good))])


@case
def a_record_that_is_a_string(emaki, root):
    emaki.put("a.json", json.dumps({"Records": [record(1), "oops", record(2)]}).encode())
    read, found = problems_of(emaki, "a.json")
    expect_equal((read["events"], len(found)), (2, 1))


@case
def bytes_that_are_no_text_spoil_their_record_alone(emaki, root):
    good, other = lines([record(1)]), lines([record(3)])
    for name, broken in (("utf8.jsonl", lines([record(2)]).replace(b"aws-cli", b"aws\xff\xfecli")),
                         ("nul.jsonl", lines([record(2)]).replace(b"aws-cli", b"aws\0cli")),
                         ("nuls.jsonl", b"\0" * 100 + b"\n")):
        emaki.put(name, good + broken + other)
        read, found = problems_of(emaki, name)
        expect_equal((name, read["events"]), (name, 2))
        expect_equal([(p["path"], p["offset"]) for p in found], [(name, len(good))])


@case
def nesting_without_end_meets_its_limit(emaki, root):
    deep = records(record(1), record(2)).replace(b'"requestParameters": null', b'"requestParameters": ' + b"[" * 50000 + b"]" * 50000, 1)
    emaki.put("a.json", deep)
    read, found = problems_of(emaki, "a.json")
    expect_equal((read["events"], len(found)), (1, 1))
    expect_in("RECORD_DEPTH_MAX", found[0]["error"])
    for data in (b"[" * 1000000, b'{"Records":[' + b'{"a":' * 100000):
        emaki.put("a.json", data)
        expect_equal(json.loads(emaki.run("scan", "--json", "a.json").stdout)["input"]["events"], 0)


@case
def cut_json_keeps_what_came_before(emaki, root):
    emaki.put("a.json", records(record(1), record(2), record(3))[:-300])
    read, found = problems_of(emaki, "a.json")
    expect_equal(read["events"], 2)
    expect_equal(len(found), 1)


@case
def more_than_a_hundred_broken_records_are_a_count(emaki, root):
    broken = b'{"eventVersion": "1.08", "eventTime": 7}\n'
    emaki.put("a.jsonl", lines([record(1)]) + broken * 100)
    expect_equal(len(emaki.scan("a.jsonl", status=2)["input"]["malformed_records"]), 100)
    emaki.put("a.jsonl", lines([record(1)]) + broken * 101)
    done = emaki.run("scan", "--json", "a.jsonl")
    expect_equal(json.loads(done.stdout)["input"]["malformed_records"], 101)
    expect_equal(done.stderr.count(b"a.jsonl: at byte"), 100)
    expect_in("1 more records are broken", done.stderr.decode())


@case
def unreadable_files_and_links_to_nowhere(emaki, root):
    emaki.put("logs/good.json", records(*ten()))
    os.symlink("nowhere", os.path.join(emaki.folder, "logs", "link.json"))
    os.symlink(".", os.path.join(emaki.folder, "logs", "loop"))
    read, found = problems_of(emaki, "logs")
    expect_equal(read["events"], 10)
    expect_equal([p["path"] for p in found], ["logs/link.json", "logs/loop"])


@case
def what_an_ordinary_user_may_not_read_is_named(emaki, root):
    emaki.put("logs/good.json", records(*ten()))
    os.chmod(emaki.put("logs/locked.json", records(record(11))), 0)
    os.mkdir(os.path.join(emaki.folder, "logs", "shut"), 0)
    more = {}
    if os.geteuid() == 0:  # who may read everything: be nobody, with a copy of the binary within reach
        os.chmod(emaki.folder, 0o755)
        emaki.binary = shutil.copy(emaki.binary, emaki.folder)
        more = {"user": 65534, "group": 65534, "extra_groups": []}
    process = emaki.start("scan", "--json", "logs", stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **more)
    out, said = process.communicate(timeout=TIMEOUT)
    os.chmod(os.path.join(emaki.folder, "logs", "shut"), 0o700)
    expect_equal(process.returncode, 2)
    read = json.loads(out)["input"]
    expect_equal(read["events"], 10)
    expect_equal([p["path"] for p in read["failed_files"]], ["logs/locked.json", "logs/shut"])
    for problem in read["failed_files"]:
        expect_in("Permission denied", problem["error"])
        expect_in(f"{problem['path']}: at byte 0: {problem['error']}", said.decode())


@case
def hostile_names_cannot_drive_the_terminal(emaki, root):
    emaki.put("a\x1b[2J\n.json", b'{"Records":[{"eventID"')
    done = emaki.run("scan", ".")
    expect_status(done, 2)
    expect(b"\x1b" not in done.stderr + done.stdout, "an escape sequence came through")


@case
def digests_and_insights_are_told_apart(emaki, root):
    emaki.put("AWSLogs/111122223333/CloudTrail-Digest/d.json", json.dumps(
        {"awsAccountId": "111122223333", "digestStartTime": "2026-03-03T10:00:00Z", "digestEndTime": "2026-03-03T11:00:00Z",
         "digestS3Bucket": "b", "digestS3Object": "d.json", "logFiles": []}).encode())
    emaki.put("AWSLogs/111122223333/CloudTrail/x.json", records(*ten()))
    expect_equal(emaki.scan("AWSLogs")["input"]["events"], 10)


if __name__ == "__main__":
    sys.exit(main())

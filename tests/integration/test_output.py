#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What comes out: formats, -o, closed pipes, colours, filters, the words when there is nothing."""
import os
import subprocess
import sys

import check_scan_json
from tap import TIMEOUT, all_records, attack, case, expect, expect_equal, expect_in, expect_status, main, record, records, small_set


@case
def json_is_as_described(emaki, root):
    for seed in ("1", "2", "3"):
        done = emaki.run("scan", "--json", "-", stdin=attack(root, seed))
        expect_status(done, 0)
        expect_equal(check_scan_json.faults_of(check_scan_json.load(done.stdout)), [])
    expect(check_scan_json.load(done.stdout)["alerts"], "no alert to check")


@case
def json_of_nothing_is_as_described(emaki, root):
    done = emaki.run("scan", "--json", "-")
    expect_status(done, 0)
    scan = check_scan_json.load(done.stdout)
    expect_equal(check_scan_json.faults_of(scan), [])
    expect_equal((scan["alerts"], scan["input"]["from"]), ([], None))


@case
def places_of_addresses_come_from_the_users_files(emaki, root):
    sys.path.insert(0, os.path.join(root, "tools", "gen"))
    from mmdb import database
    emaki.put("country.mmdb", database({"185.220.0.0/16": {"country": {"iso_code": "DE"}}}))
    emaki.put("more.mmdb", database({
        "185.220.101.0/24": {"autonomous_system_number": 60729, "autonomous_system_organization": "Example Exit",
                             "country": {"iso_code": "XX"}}, "54.199.71.20/32": {"registered_country": {"iso_code": "JP"}}}))
    example = os.path.join(root, "examples")

    def places(*options):
        done = emaki.run("story", example, "--format", "json", *options)
        expect_status(done, 0)
        return {(a["ip"], a["country"], a["asn"]) for actor in check_scan_json.load(done.stdout)["actors"]
                for a in actor["source_ips"]}

    expect_equal(places(), {("185.220.101.34", "", ""), ("54.199.71.20", "", "")})
    known = {("185.220.101.34", "DE", "AS60729 Example Exit"), ("54.199.71.20", "JP", "")}
    expect_equal(places("--geoip", "country.mmdb", "--geoip", "more.mmdb"), known)
    emaki.put("places.yml", b"geoip: [country.mmdb, more.mmdb]\n")
    expect_equal(places("--config", "places.yml"), known)
    emaki.put("broken.mmdb", b"nothing")
    done = emaki.run("scan", example, "--geoip", "broken.mmdb")
    expect_status(done, 1)
    expect_in(b"geoip: broken.mmdb: ", done.stderr)


@case
def story_is_the_alert_of_the_scan(emaki, root):
    emaki.put("a.json", attack(root))
    alerts = emaki.scan("a.json")["alerts"]
    expect(alerts, "no alert")
    for number, alert in enumerate(alerts, 1):
        done = emaki.run("story", "a.json", "--alert", str(number), "--format", "json")
        expect_status(done, 0)
        expect_equal(check_scan_json.load(done.stdout), alert)
    done = emaki.run("story", "a.json", "--alert", str(len(alerts) + 1))
    expect_status(done, 1)
    expect_in("no alert", done.stderr.decode())


@case
def text_tells_the_story(emaki, root):
    emaki.put("a.json", attack(root))
    alert = emaki.scan("a.json")["alerts"][0]
    text = emaki.run("story", "a.json").stdout.decode()
    expect_in(f"score {alert['score']}", text)
    expect_in(alert["id"], text)
    for actor in alert["actors"]:
        expect_in(actor["name"].split("-")[0], text)
    expect(all(len(line) <= 80 for line in text.split("Response")[0].splitlines()), "a line is wider than 80")
    expect("\x1b" not in text, "an escape sequence without a terminal")


@case
def matches_are_sorted_and_unique(emaki, root):
    emaki.put("a/one.json", attack(root))
    emaki.put("b/two.json", attack(root))
    done = emaki.run("scan", "--format", "matches", "a", "b")
    expect_status(done, 0)
    found = done.stdout.decode().splitlines()
    expect(found, "no matches")
    expect_equal(found, sorted(set(found)))
    known = {r["eventID"] for r in all_records(small_set(root, "1"))}
    expect(all(line.split("\t")[1] in known for line in found), "an event that is none")


@case
def output_goes_to_a_file(emaki, root):
    emaki.put("a.json", attack(root))
    done = emaki.run("scan", "a.json", "--json", "-o", "out.json")
    expect_status(done, 0)
    expect_equal(done.stdout, b"")
    with open(os.path.join(emaki.folder, "out.json"), "rb") as file:
        expect_equal(file.read(), emaki.run("scan", "a.json", "--json").stdout)
    expect_equal(sorted(os.listdir(emaki.folder)), ["a.json", "out.json"])
    done = emaki.run("scan", "a.json", "-o", "missing/out")
    expect_status(done, 1)
    expect_in("cannot write missing/out: No such file", done.stderr.decode())


@case
def a_full_disk_is_an_error(emaki, root):
    with open("/dev/full", "wb") as full:
        process = emaki.start("scan", "-", stdin=subprocess.PIPE, stdout=full, stderr=subprocess.PIPE)
        _, said = process.communicate(records(record()), timeout=TIMEOUT)
    expect_equal(process.returncode, 1)
    expect_in("cannot write standard output: No space left", said.decode())


@case
def a_reader_that_leaves_is_no_error(emaki, root):
    process = emaki.start("scan", "--json", "-", stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    process.stdout.close()  # before it can have written: it waits for its input
    _, said = process.communicate(attack(root), timeout=TIMEOUT)
    expect_equal((process.returncode, said), (0, b""))


@case
def colours_only_when_asked_without_a_terminal(emaki, root):
    emaki.put("a.json", attack(root))
    expect(b"\x1b[" not in emaki.run("scan", "a.json").stdout)
    expect(b"\x1b[" in emaki.run("scan", "a.json", "--color=always").stdout)
    expect(b"\x1b[" in emaki.run("scan", "a.json", "--color=always", NO_COLOR="1").stdout)


LISTED = b"""title: Users were listed
id: 0b0c1f6e-52a1-4d0c-9a39-000000000001
logsource: {product: aws, service: cloudtrail}
detection:
  selection: {eventSource: iam.amazonaws.com, eventName: ListUsers}
  condition: selection
"""


@case
def events_are_filtered_by_time_account_and_region(emaki, root):
    emaki.put("a.json", records(record(1), record(2), record(3, recipientAccountId="444455556666"),
                                record(4, awsRegion="eu-west-1")))
    emaki.put("rule.yml", LISTED)
    count = lambda *args: emaki.run("scan", "--no-builtin-rules", "--rules", "rule.yml", "--format", "matches", "a.json",  # noqa: E731
                                    *args).stdout.count(b"\n")
    expect_equal(count(), 4)
    expect_equal(count("--from", "2026-03-03T10:00:02Z"), 3)
    expect_equal(count("--to", "2026-03-03T10:00:02Z"), 2)
    expect_equal(count("--from", "2026-03-03", "--to", "2026-03-03"), 4)
    expect_equal(count("--to", "2026-03-02"), 0)
    expect_equal(count("--account", "444455556666"), 1)
    expect_equal(count("--account", "444455556666,111122223333", "--region", "us-east-1"), 3)
    expect_equal(count("--region", "eu-west-1", "--region", "eu-west-2"), 1)


@case
def nothing_found_says_why(emaki, root):
    emaki.put("logs/a.txt", b"hello")
    emaki.put("logs/b.json", b'{"what": "else"}')
    emaki.put("logs/c", b"\x00\x01\x02")
    done = emaki.run("scan", "logs")
    expect_status(done, 0)
    expect_in("No CloudTrail records in 3 files: 3 are not logs.", done.stdout.decode())
    done = emaki.run("scan", "--json", "logs")
    expect_in("No CloudTrail records in 3 files: 3 are not logs.", done.stderr.decode())
    done = emaki.run("story", "logs")
    expect_status(done, 1)
    expect_in("no alert, so no story. No CloudTrail records", done.stderr.decode())


@case
def a_calm_day_has_no_alert(emaki, root):
    done = emaki.run("scan", "-", stdin=records(*[record(n) for n in range(50)]))
    expect_status(done, 0)
    expect_in("No alerts.", done.stdout.decode())
    expect_in("Read 50 events from 1 file", done.stdout.decode())


@case
def stats_are_said_on_standard_error(emaki, root):
    done = emaki.run("scan", "--stats", "--json", "-", stdin=records(record()))
    expect_status(done, 0)
    expect_in("1 events, ", done.stderr.decode())
    expect_in("events/s", done.stderr.decode())


if __name__ == "__main__":
    sys.exit(main())

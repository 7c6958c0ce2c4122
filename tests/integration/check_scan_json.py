#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Holds a scan's JSON, version 1, against its description: keys in their order, types, sorting, references.

check_scan_json.py [FILE]   status 1 and one line a fault when it is not as described
The description is SCAN below: a dict is an object with just these keys in this order, a list an array of its one item,
a set the words that are allowed, a function a check of its own. Keys that begin with "?" may be absent.
"""
import json
import re
import sys

TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z")
KINDS = {"user", "session", "instance", "function", "workload", "root", "service", "federated", "account", "anonymous"}
LEVELS = {"critical", "high", "medium", "low"}
FAULTS = {"changed", "missing", "gap", "digest_changed", "bad_signature", "unverified"}
CONFIDENCES = {"exact", "strong", "inferred"}


def text(value):
    return isinstance(value, str)


def name(value):
    return isinstance(value, str) and value != ""


def count(value):
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def integer(value):
    return isinstance(value, int) and not isinstance(value, bool)


def flag(value):
    return isinstance(value, bool)


def time(value):
    return isinstance(value, str) and TIME.fullmatch(value) is not None


def maybe(kind):
    return lambda value: value is None or kind(value)


def identifier(value):
    return isinstance(value, str) and re.fullmatch(r"[0-9a-f]{8,32}", value) is not None


PROBLEM = {"path": name, "offset": count, "error": name}
VIA = {"kind": name, "event_id": text, "at": maybe(time), "label": text, "confidence": CONFIDENCES}
ACTOR = {
    "id": identifier, "kind": KINDS, "name": name, "arn": text, "account": text,
    "credentials": [{"id": name, "from": maybe(time), "to": maybe(time)}],
    "source_ips": [{"ip": name, "country": text, "asn": text, "from": maybe(time), "to": maybe(time), "count": count}],
    "user_agents": [text], "parent": maybe(identifier), "via": (None, VIA), "?source_identity": name}
STEP = {
    "id": identifier, "actor": identifier, "tactic": text, "technique": text, "title": name, "detail": text,
    "level": LEVELS | {"informational"}, "outcome": {"succeeded", "failed", "mixed"}, "from": time, "to": time, "count": count,
    "rules": [name], "events": [name], "?events_truncated": flag, "resources": [{"id": name, "type": text, "account": text}]}
ALERT = {
    "id": identifier, "title": name, "summary": text, "level": LEVELS, "score": count,
    "score_reasons": [{"points": integer, "reason": name}], "from": time, "to": time, "accounts": [name], "regions": [name],
    "tactics": [name], "techniques": [name], "actors": [ACTOR], "steps": [STEP],
    "edges": [{"from": identifier, "to": identifier, "kind": name, "label": text, "event_id": text, "confidence": CONFIDENCES}],
    "impact": [{"kind": name, "resource": text, "title": name}], "blind_spots": [{"kind": name, "title": name}],
    "signs": [{"kind": name, "actor": identifier, "at": time, "title": name}],
    "response": [{"phase": text, "title": name, "account": text, "region": text, "command": name, "why": text, "reversible": flag}]}
SCAN = {
    "emaki": {"version": name, "format": {1}},
    "input": {
        "files": count, "failed_files": [PROBLEM], "?failed_files_count": count, "bytes": count, "records": count,
        "events": count, "duplicates": count, "malformed_records": (count, [PROBLEM]), "from": maybe(time),
        "to": maybe(time), "accounts": [name], "regions": [name], "sources": [name],
        "digests": {
            "read": count, "verified_logs": count, "absent_logs": count, "signatures": count,
            "problems": [{"path": name, "kind": FAULTS, "error": name}], "?problem_count": count}},
    "rules": {"loaded": count, "skipped": [{"path": name, "line": count, "column": count, "error": name}]},
    "alerts": [ALERT],
    "observations": [{"level": LEVELS, "title": name, "actor": text, "from": time, "to": time, "count": count,
                      "score": count, "rules": [name]}]}


def check_object(value, shape, where, faults):
    if not isinstance(value, dict):
        faults.append(f"{where}: not an object")
        return
    wanted = [key.lstrip("?") for key in shape if not key.startswith("?") or key[1:] in value]
    if list(value) != wanted:
        faults.append(f"{where}: keys {list(value)}, not {wanted}")
    for key, part in shape.items():
        if key.lstrip("?") in value:
            check(value[key.lstrip("?")], part, f"{where}.{key.lstrip('?')}", faults)


def check(value, shape, where, faults):
    if isinstance(shape, dict):
        check_object(value, shape, where, faults)
    elif isinstance(shape, tuple):  # one of these
        tries = [[] for _ in shape]
        for one, found in zip(shape, tries):
            if not (one is None and value is None):
                check(value, one, where, found) if one is not None else found.append(f"{where}: not null")
        if all(tries):
            faults.extend(tries[-1])
    elif isinstance(shape, list):
        if not isinstance(value, list):
            faults.append(f"{where}: not an array")
            return
        for number, item in enumerate(value):
            check(item, shape[0], f"{where}[{number}]", faults)
    elif isinstance(shape, (set, frozenset)):
        if isinstance(value, (dict, list)) or value not in shape:
            faults.append(f"{where}: {value!r} is none of {sorted(map(str, shape))}")
    elif not shape(value):
        faults.append(f"{where}: {value!r} is not a {shape.__name__}")


def expect_sorted(items, where, faults, key=lambda item: item):
    keys = [key(item) for item in items]
    if keys != sorted(keys):
        faults.append(f"{where}: not sorted")


def check_story(alert, where, faults):
    """What holds between the parts of one story."""
    actors, steps = [a["id"] for a in alert["actors"]], [s["id"] for s in alert["steps"]]
    for ids, what in ((actors, "actors"), (steps, "steps")):
        if len(set(ids)) != len(ids):
            faults.append(f"{where}.{what}: an id stands twice")
    expect_sorted(alert["steps"], f"{where}.steps", faults, lambda step: step["from"])
    if sum(reason["points"] for reason in alert["score_reasons"]) != alert["score"]:
        faults.append(f"{where}: the reasons do not add up to the score")
    for place, actor in enumerate(alert["actors"]):
        if actor["parent"] is not None and actor["parent"] not in actors[:place]:
            faults.append(f"{where}.actors[{place}]: its parent does not stand before it")
    for step in alert["steps"]:
        if step["actor"] not in actors:
            faults.append(f"{where}: step {step['id']} is of no actor")
        if len(step["events"]) > 1000 or (len(step["events"]) < min(step["count"], 1000)):
            faults.append(f"{where}: step {step['id']} has {step['count']} calls and names {len(step['events'])}")
    for edge in alert["edges"]:
        if edge["from"] not in steps or edge["to"] not in steps:
            faults.append(f"{where}: an edge without its steps")
    for key in ("accounts", "regions"):
        expect_sorted(alert[key], f"{where}.{key}", faults)


def faults_of(scan):
    """Every fault, as text."""
    faults = []
    check(scan, SCAN, "$", faults)
    if faults:
        return faults
    for key in ("accounts", "regions", "sources"):
        expect_sorted(scan["input"][key], f"$.input.{key}", faults)
    expect_sorted(scan["input"]["failed_files"], "$.input.failed_files", faults, lambda p: (p["path"].encode(), p["offset"]))
    if isinstance(scan["input"]["malformed_records"], list):
        expect_sorted(scan["input"]["malformed_records"], "$.input.malformed_records", faults,
                      lambda p: (p["path"].encode(), p["offset"]))
        if len(scan["input"]["malformed_records"]) > 100:
            faults.append("$.input.malformed_records: more than 100 are listed")
    expect_sorted(scan["alerts"], "$.alerts", faults, lambda a: (-a["score"], a["from"], a["id"]))
    for number, alert in enumerate(scan["alerts"]):
        check_story(alert, f"$.alerts[{number}]", faults)
    return faults


def no_floats(_):
    raise ValueError("a number is not an integer")


def load(data):
    return json.loads(data, parse_float=no_floats)


def main():
    with open(sys.argv[1], "rb") if len(sys.argv) > 1 else sys.stdin.buffer as file:
        faults = faults_of(load(file.read()))
    print("\n".join(faults) or "as described")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())

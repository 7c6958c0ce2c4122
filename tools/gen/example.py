# SPDX-License-Identifier: Apache-2.0
"""The bundled example and its small relatives: which company, which day, which attack, how delivered.

In:   nothing, or a seed.     Out: {path: uncompressed bytes of an object}.
"""
import calendar

import attack
import company
from cloudtrail import insight
from company import Company, Place
from deliver import (digest_object, event_second, group, object_path, records_object, unique_name)
from dice import Dice

MIDNIGHT = calendar.timegm((2026, 3, 3, 0, 0, 0))
DEV, PROD, SHARED = "111122223333", "444455556666", "777788889999"

# Delivered long after they happened (seconds), by the API of the attack's event
LATE = {"RunInstances": 2460, "AttachRolePolicy": 1500, "ModifyDBSnapshotAttribute": 3300, "CreateImage": 900}
# Delivered in two objects
TWICE = {"CreateRole", "ModifySnapshotAttribute", "GetSecretValue"}
# What the small sets never leave out
KEPT = {"CreateRole", "AttachRolePolicy", "RunInstances", "CreateAccessKey"}


def company_day(seed="company-day"):
    d = Dice(seed, "delivery")
    shop = Company(Place(DEV, "dev"), Place(PROD, "prod"), Place(SHARED, "shared"))
    ordinary = company.ordinary_day(shop, seed, MIDNIGHT)
    story = attack.leaked_key_story(shop, Dice(seed, "attack"), MIDNIGHT)
    delays = {r["eventID"]: LATE[r["eventName"]] for r in story if r["eventName"] in LATE}
    objects = pack(ordinary + story, d, seed, least=120, longest=6 * 3600, delays=delays)
    objects.update(delivered_again(objects, story, d, seed))
    objects.update(beside_the_logs(objects, shop, d))
    return objects


def pack(records, d, seed, *, least, longest, delays):
    objects = {}
    for account, region, second, held in group(records, d, least=least, longest=longest, delays=delays):
        path = object_path(account, region, second, unique_name(seed, account, region, second))
        objects[path] = records_object(held)
    return objects


def delivered_again(objects, story, d, seed):
    """CloudTrail delivers at least once: some of the attack's events come a second time in an object of their own, and
    one whole object comes again under another name."""
    out = {}
    again = [r for r in story if r["eventName"] in TWICE]
    for account, region, second, held in group(again, d, least=1, longest=0, delays={r["eventID"]: 4000 for r in again}):
        out[object_path(account, region, second, unique_name(seed, "again", account, region, second))] = \
            records_object(held)
    launch = next(r for r in story if r["eventName"] == "RunInstances")
    path = next(p for p in sorted(objects) if launch["eventID"].encode() in objects[p])
    out[path.rsplit("_", 1)[0] + f"_{unique_name(seed, path)}.json.gz"] = objects[path]
    return out


def beside_the_logs(objects, shop, d):
    """A digest for every account and an Insight object: what lies in such a bucket and is no log of calls."""
    out = {}
    for place in shop.places:
        mine = [(p, b) for p, b in sorted(objects.items()) if f"/{place.id}/CloudTrail/{place.region}/" in p]
        path, data = digest_object(place.id, place.region, MIDNIGHT + 14 * 3600, mine[-3:], d)
        out[path] = data
    start, shared = MIDNIGHT + 13 * 3600 + 180, d.uuid()
    notes = [insight(shop.dev, d, start + after, state, "iam.amazonaws.com", "ListRoles", shared, 0.0021, 1.6)
             for after, state in ((0, "Start"), (240, "End"))]
    out[object_path(DEV, shop.dev.region, start + 600, unique_name("insight"), "CloudTrail-Insight")] = \
        records_object(notes)
    return out


def small_set(seed):
    """A few hundred events in many small objects: some ordinary sessions and the attack, its times and order of
    delivery, its names and what of it happens differing with the seed."""
    d = Dice("small", seed)
    shop = Company(Place(DEV, "dev"), Place(PROD, "prod"), Place(SHARED, "shared"))
    records = []
    for n in range(d.between(6, 12)):
        place = d.pick(shop.places)
        records += company.ordinary_session(place, Dice("small", seed, n), MIDNIGHT + d.below(20 * 3600))
    story = attack.leaked_key_story(shop, d, MIDNIGHT, names=small_names(shop.dev, d), at=small_clock(d))
    if d.chance(0.6):
        story += attack.backdoor_story(shop, d, MIDNIGHT + d.below(20 * 3600) + 1800)
    kept = [r for r in story if r["eventName"] in KEPT or d.chance(0.85)]
    delays = {r["eventID"]: d.between(60, 9000) for r in kept if d.chance(0.3)}
    objects = pack(records + kept, d, seed, least=d.between(3, 25), longest=3600, delays=delays)
    for path in d.some(sorted(objects), 3):
        objects[path.rsplit("_", 1)[0] + f"_{d.text(16)}.json.gz"] = objects[path]
    return objects


def small_names(place, d):
    names = attack.Names(place)
    names.instance, names.image = "i-" + d.hex(17), "ami-" + d.hex(17)
    names.role = d.pick(["ec2-log-archiver", "ssm-patch-helper", "nightly-sync"])
    names.bucket = d.pick(["finance-exports", "dev-orders"])
    return names


def small_clock(d):
    """Another beginning and another pace, the order unchanged."""
    begin, pace = MIDNIGHT + d.between(3600, 12 * 3600), 0.3 + d.random() * 2
    first = attack.clock(MIDNIGHT, "13:02:11")
    return lambda text: begin + int((attack.clock(MIDNIGHT, text) - first) * pace)

# SPDX-License-Identifier: Apache-2.0
"""From records to log objects, as CloudTrail delivers them to a bucket.

In:   records, each with the second at which it is delivered.     Out: {path: bytes of an object}.
Law:  same records, same objects; gzip carries no time. (The compressed bytes are the same for the same zlib; what
      is inside is the same everywhere.)
"""
import calendar
import hashlib
import json
import time
import zlib

from dice import Dice, MIXED

TICK = 300  # objects are named by five minutes


def gzip_bytes(data, level=9):
    """A gzip member whose header holds no time and no name (RFC 1952)."""
    packer = zlib.compressobj(level, zlib.DEFLATED, -15)
    body = packer.compress(data) + packer.flush()
    return b"\x1f\x8b\x08\0\0\0\0\0\x02\xff" + body + zlib.crc32(data).to_bytes(4, "little") + \
        (len(data) & 0xFFFFFFFF).to_bytes(4, "little")


def dump(value):
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def event_second(record):
    return calendar.timegm(time.strptime(record["eventTime"], "%Y-%m-%dT%H:%M:%SZ"))


def folder(account, region, second, kind="CloudTrail"):
    return f"AWSLogs/{account}/{kind}/{region}/{time.strftime('%Y/%m/%d', time.gmtime(second))}"


def object_path(account, region, second, unique, kind="CloudTrail"):
    at = time.strftime("%Y%m%dT%H%MZ", time.gmtime(-(-second // TICK) * TICK))
    return f"{folder(account, region, second, kind)}/{account}_{kind}_{region}_{at}_{unique}.json.gz"


def records_object(records):
    return dump({"Records": records}).encode()


def group(records, d, *, least, longest, delays=None):
    """Groups records to objects by account and region: an object closes at a tick once it holds `least` records or its
    oldest has waited `longest` seconds. `delays` maps an eventID to how late it comes; others wait 1 to 9 minutes.
    Yields (account, region, second of delivery, records in order of arrival)."""
    delays = delays or {}
    shelves = {}
    for record in records:
        delay = delays.get(record["eventID"]) or d.between(60, 540)
        shelf = shelves.setdefault((record["recipientAccountId"], record["awsRegion"]), [])
        shelf.append((event_second(record) + delay, record["eventID"], record))
    for (account, region), shelf in sorted(shelves.items()):
        shelf.sort(key=lambda entry: entry[:2])
        held = []
        for arrival, _, record in shelf:
            if held and arrival // TICK > held[-1][0] // TICK and \
                    (len(held) >= least or arrival - held[0][0] > longest):
                yield account, region, held[-1][0], [r for _, r in held]
                held = []
            held.append((arrival, record))
        if held:
            yield account, region, held[-1][0], [r for _, r in held]


def digest_object(account, region, end, logs, d):
    """A CloudTrail-Digest object over `logs`: [(path, uncompressed bytes)]. Returns (path, uncompressed bytes)."""
    bucket = "example-shop-audit-logs"
    path = f"{folder(account, region, end, 'CloudTrail-Digest')}/{account}_CloudTrail-Digest_{region}_org-trail_{region}_" \
           f"{time.strftime('%Y%m%dT%H%M%SZ', time.gmtime(end))}.json.gz"
    stamp = lambda second: time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(second))
    files = []
    for name, data in logs:
        times = sorted(record["eventTime"] for record in json.loads(data)["Records"])
        files.append({"s3Bucket": bucket, "s3Object": name, "hashValue": hashlib.sha256(data).hexdigest(),
                      "hashAlgorithm": "SHA-256", "newestEventTime": times[-1], "oldestEventTime": times[0]})
    return path, dump({
        "awsAccountId": account, "digestStartTime": stamp(end - 3600), "digestEndTime": stamp(end),
        "digestS3Bucket": bucket, "digestS3Object": path, "digestPublicKeyFingerprint": d.hex(32),
        "digestSignatureAlgorithm": "SHA256withRSA",
        "newestEventTime": max((f["newestEventTime"] for f in files), default=None),
        "oldestEventTime": min((f["oldestEventTime"] for f in files), default=None),
        "previousDigestS3Bucket": None, "previousDigestS3Object": None, "previousDigestHashValue": None,
        "previousDigestHashAlgorithm": None, "previousDigestSignature": None, "logFiles": files}).encode()


def unique_name(*words):
    return Dice("object", *words).text(16, MIXED)

# SPDX-License-Identifier: Apache-2.0
"""Chains of digests over a made-up mirror, as CloudTrail delivers them with log file validation on.

In:   {path: uncompressed bytes} of logs, and who signs (nobody: then there are no signatures).
Out:  {path: uncompressed bytes} of one digest for each hour of each account and region. The signature of the newest
      lies in S3 alone, so it is nowhere here.
"""
import base64
import calendar
import hashlib
import json
import os
import subprocess
import time

from deliver import digest_object, dump
from dice import Dice

HOUR = 3600


class Signer:
    """An RSA key of the moment, made and used by the openssl program; `folder` keeps it."""

    def __init__(self, folder):
        self.key = os.path.join(folder, "key.pem")
        self._run("genrsa", "-out", self.key, "2048")
        self.public = self._run("rsa", "-in", self.key, "-RSAPublicKey_out", "-outform", "DER")
        self.fingerprint = hashlib.sha256(self.public).hexdigest()[:32]

    @staticmethod
    def _run(*args, stdin=b""):
        return subprocess.run(["openssl", *args], input=stdin, capture_output=True, check=True).stdout

    def sign(self, text):
        return self._run("dgst", "-sha256", "-sign", self.key, stdin=text.encode()).hex()

    def list_public_keys(self):
        """What `aws cloudtrail list-public-keys` prints."""
        return json.dumps({"PublicKeyList": [{
            "Value": base64.b64encode(self.public).decode(), "ValidityStartTime": "2026-01-01T00:00:00+00:00",
            "ValidityEndTime": "2027-01-01T00:00:00+00:00", "Fingerprint": self.fingerprint}]}).encode()


def string_to_sign(digest, data):
    return "\n".join([digest["digestEndTime"], digest["digestS3Bucket"] + "/" + digest["digestS3Object"],
                      hashlib.sha256(data).hexdigest(), digest["previousDigestSignature"] or "null"])


def delivered(path):
    """The second in the name of a log."""
    return calendar.timegm(time.strptime(path.rsplit("_", 2)[1], "%Y%m%dT%H%MZ"))


def places(objects):
    """(account, region): {hour: [(path, bytes)]} of the logs."""
    found = {}
    for path, data in sorted(objects.items()):
        parts = path.split("/")
        if parts[2] == "CloudTrail":
            hours = found.setdefault((parts[1], parts[3]), {})
            hours.setdefault(delivered(path) // HOUR, []).append((path, data))
    return found


def chain(account, region, hours, signer=None, first=None, last=None):
    """The digests of one chain, oldest first: [(path, bytes)]. They begin and end two hours around the logs, for a trail
    has them also where there is none; or at the hours that are said."""
    made, before, signature = [], None, None
    for hour in range(min(hours) - 2 if first is None else first, (max(hours) + 2 if last is None else last) + 1):
        path, data = digest_object(account, region, (hour + 1) * HOUR, hours.get(hour, []), Dice("digest", account, hour))
        digest = json.loads(data)
        if signer:
            digest["digestPublicKeyFingerprint"] = signer.fingerprint
        if before:
            digest.update(previousDigestS3Bucket=digest["digestS3Bucket"], previousDigestS3Object=before[0],
                          previousDigestHashValue=hashlib.sha256(before[1]).hexdigest(),
                          previousDigestHashAlgorithm="SHA-256", previousDigestSignature=signature)
        before = (path, dump(digest).encode())
        signature = signer.sign(string_to_sign(digest, before[1])) if signer else None
        made.append(before)
    return made


def chains(objects, signer=None):
    made = {}
    for (account, region), hours in places(objects).items():
        made.update(chain(account, region, hours, signer))
    return made

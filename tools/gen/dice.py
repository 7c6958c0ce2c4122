# SPDX-License-Identifier: Apache-2.0
"""Random numbers and identifiers that are the same on every machine.

A Dice is seeded by the words that say what it is for, so that adding one kind of session never changes
another one. Stable identifiers (account-bound key and role ids) come from hashes of names, not from dice.
"""
import base64
import hashlib
import random

BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
ALNUM = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
MIXED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"


class Dice:
    def __init__(self, *words):
        self._rng = random.Random("/".join(map(str, words)))
        self.random = self._rng.random
        self.bits = self._rng.getrandbits

    def below(self, n):
        return int(self.random() * n)

    def between(self, low, high):
        return low + int(self.random() * (high - low + 1))

    def pick(self, items):
        return items[int(self.random() * len(items))]

    def weighted(self, pairs):
        """One of [(weight, item), …]."""
        left = self.random() * sum(weight for weight, _ in pairs)
        for weight, item in pairs:
            left -= weight
            if left < 0:
                return item
        return pairs[-1][1]

    def some(self, items, count):
        """`count` different items, in the order drawn."""
        left = list(items)
        return [left.pop(self.below(len(left))) for _ in range(min(count, len(left)))]

    def chance(self, p):
        return self.random() < p

    def hex(self, digits):
        return f"{self.bits(4 * digits):0{digits}x}"

    def text(self, count, letters=ALNUM):
        return "".join(letters[int(self.random() * len(letters))] for _ in range(count))

    def uuid(self):
        h = f"{self.bits(128):032x}"
        return f"{h[:8]}-{h[8:12]}-4{h[13:16]}-{'89ab'[int(h[16], 16) & 3]}{h[17:20]}-{h[20:]}"

    def base64(self, length):
        return base64.b64encode(self.bits(6 * length).to_bytes((6 * length + 7) // 8, "big")).decode()[:length]


def digest(*words):
    return hashlib.blake2b("/".join(map(str, words)).encode(), digest_size=32).digest()


def digest_hex(digits, *words):
    return digest(*words).hex()[:digits]


def unique_id(prefix, account, *words, tail=""):
    """An AWS unique id (AKIA, ASIA: 20 characters; AIDA, AROA, AIPA: 21) that carries its account as real ones do:
    the 16 characters behind the prefix are base32 of 80 bits, the first 48 of which hold the account number shifted left
    by seven, with the top bit set."""
    head = (1 << 47) | (int(account) << 7) | (digest(prefix, *words)[0] & 0x7F)
    raw = head.to_bytes(6, "big") + digest(prefix, account, *words)[1:5]
    body = base64.b32encode(raw).decode()
    if prefix not in ("AKIA", "ASIA"):
        body += BASE32[digest(prefix, account, *words)[6] & 31]
    return prefix + (body[: len(body) - len(tail)] + tail)

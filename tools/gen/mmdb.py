# SPDX-License-Identifier: Apache-2.0
"""Small files of the MaxMind DB format (specification 2.0), for tests: IPv4 blocks, each with a record.

In:   {"192.0.2.0/24": {"country": {"iso_code": "NL"}}, …}.     Out: bytes.
"""
import ipaddress
import struct

MAP, STRING, DOUBLE, UINT32, UINT16, UINT64, ARRAY = 7, 2, 3, 6, 5, 9, 11
MARKER = b"\xab\xcd\xefMaxMind.com"


def control(kind, size):
    more = b"" if size < 29 else bytes([size - 29])  # up to 284
    size = min(size, 29)
    return (bytes([kind << 5 | size]) if kind < 8 else bytes([size, kind - 7])) + more


def encode(value, kind=UINT32):
    if isinstance(value, dict):
        return control(MAP, len(value)) + b"".join(encode(k) + encode(v) for k, v in value.items())
    if isinstance(value, list):
        return control(ARRAY, len(value)) + b"".join(encode(v) for v in value)
    if isinstance(value, float):
        return control(DOUBLE, 8) + struct.pack(">d", value)
    if isinstance(value, str):
        return control(STRING, len(value.encode())) + value.encode()
    data = value.to_bytes((value.bit_length() + 7) // 8, "big")
    return control(kind, len(data)) + data


def database(blocks, kind="Test"):
    nodes, data = [[None, None]], b""
    for block, record in blocks.items():
        network = ipaddress.ip_network(block)
        at = 0
        for depth in range(network.prefixlen):
            bit = int(network.network_address) >> (31 - depth) & 1
            if depth == network.prefixlen - 1:
                nodes[at][bit] = ("data", len(data))
            else:
                if not isinstance(nodes[at][bit], int):
                    nodes.append([None, None])
                    nodes[at][bit] = len(nodes) - 1
                at = nodes[at][bit]
        data += encode(record)
    count = len(nodes)
    number = lambda side: count if side is None else side if isinstance(side, int) else count + 16 + side[1]
    tree = b"".join(struct.pack(">I", number(side))[1:] for node in nodes for side in node)
    about = control(MAP, 9) + b"".join(encode(k) + v for k, v in {
        "node_count": encode(count), "record_size": encode(24, UINT16), "ip_version": encode(4, UINT16),
        "database_type": encode(kind), "languages": encode(["en"]), "binary_format_major_version": encode(2, UINT16),
        "binary_format_minor_version": encode(0, UINT16), "build_epoch": encode(1772496000, UINT64),
        "description": encode({"en": "made for a test"})}.items())
    return tree + bytes(16) + data + MARKER + about

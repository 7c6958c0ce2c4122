#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""embed_rules.py PACK_RULES FOLDER OUTPUT.c DEPFILE: the rules of FOLDER as C tables, parsed already.

In:  every .yml and .yaml below FOLDER (which may not exist); PACK_RULES, built from tools/pack_rules.c, parses them.
     FOLDER/catalogue.txt: what the pack is to see.
Out: OUTPUT.c with RULES_BUILTIN, sorted by path; DEPFILE names every file and folder that was looked at, so that the
     tables are made again when a rule is changed, added or removed.
"""
import os
import subprocess
import sys

HEAD = """/* SPDX-License-Identifier: Apache-2.0 */
/* The built-in rules, made by tools/embed_rules.py. */
#include "scan/rules_builtin.h"
"""


def find(folder):
    """The rule files and all folders below `folder`, sorted."""
    files, folders = [], []
    for where, below, names in os.walk(folder):
        below.sort()
        folders.append(where)
        files += [os.path.join(where, n) for n in sorted(names) if n.endswith((".yml", ".yaml"))]
    return sorted(files), folders


def pack(tool, files):
    """The packed form of each file, in their order."""
    if not files:
        return []
    made = subprocess.run([tool, *files], stdout=subprocess.PIPE, check=False)
    if made.returncode != 0:
        sys.exit("the built-in rules cannot be read")
    rest, packed = made.stdout, []
    for _ in files:
        size = int(rest[:10])
        packed.append(rest[11:11 + size])
        rest = rest[11 + size:]
    return packed


def literal(data):
    """Bytes as C string literals."""
    lines = []
    for at in range(0, len(data), 64):
        text = "".join(
            {'"': '\\"', "\\": "\\\\", "?": "\\?"}.get(chr(b)) or (chr(b) if 0x20 <= b < 0x7F else f"\\{b:03o}")
            for b in data[at:at + 64])
        lines.append(f'    "{text}"')
    return "\n".join(lines) or '    ""'


def source(folder, files, packed, catalogue):
    parts, rows = [HEAD], []
    for i, (path, data) in enumerate(zip(files, packed)):
        parts.append(f"static const char rule_{i}[] =\n{literal(data)};\n")
        name = "rules/" + os.path.relpath(path, folder).replace(os.sep, "/")
        rows.append(f'    {{SLICE("{name}"), {{rule_{i}, sizeof rule_{i} - 1}}}},\n')
    parts.append("const struct rules_file RULES_BUILTIN[] = {\n" + "".join(rows) + "    {{0}, {0}},\n};\n")
    parts.append(f"const size_t RULES_BUILTIN_COUNT = {len(files)};\n")
    parts.append(f"static const char catalogue[] =\n{literal(catalogue)};\n")
    parts.append("const struct slice RULES_CATALOGUE = {catalogue, sizeof catalogue - 1};\n")
    return "\n".join(parts)


def read_catalogue(folder):
    path = os.path.join(folder, "catalogue.txt")
    if not os.path.exists(path):
        return b"", []
    with open(path, "rb") as file:
        return file.read(), [path]


def escape(path):
    return path.replace("\\", "\\\\").replace(" ", "\\ ").replace("#", "\\#").replace("$", "$$")


def main(tool, folder, output, depfile):
    files, folders = find(folder)
    catalogue, read = read_catalogue(folder)
    text = source(folder, files, pack(tool, files), catalogue)
    with open(output, "w", encoding="ascii") as out:
        out.write(text)
    with open(depfile, "w", encoding="utf-8") as out:
        out.write(f"{escape(output)}: {' '.join(escape(p) for p in folders + files + read)}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])

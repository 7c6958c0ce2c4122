#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The bundled example told in Japanese: no surface has an English word of ours left, and facts are as in English.

What may stand in Latin letters comes from the logs, or is a name: of a product, an API, a format.
"""
import gzip
import html
import json
import os
import re
import sys

from tap import case, expect, expect_equal, expect_in, expect_status, main

NAMES = set("""emaki CloudTrail AWSLogs sha256 CSP AssumeRole CreateKey Inactive RevokeOlderSessions AdministratorAccess
Redshift Enter QUARANTINE GROUP""".split())
SURFACES = ("text", "markdown", "svg", "html", "mermaid", "dot")


def told(emaki, root, lang, form, command="story"):
    done = emaki.run(command, os.path.join(root, "examples"), "--lang", lang, "--format", form, COLUMNS="100")
    expect_status(done, 0)
    return done.stdout.decode()


def words_of(text):
    return set(re.findall(r"[A-Za-z]{4,}", re.sub(r"\w*…\w*", " ", text)))  # what is cut is no word


def words_of_logs(root):
    found = set()
    for folder, _, names in os.walk(os.path.join(root, "examples")):
        for name in names:
            with open(os.path.join(folder, name), "rb") as file:
                data = file.read()
            text = gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data
            found |= words_of(text.decode(errors="replace") + folder + name)
    return found


def visible(page):
    """What people read or hear: no scripts, styles, commands; attributes that are spoken or shown."""
    page = re.sub(r"<(script|style|pre)\b.*?</\1>", " ", page, flags=re.DOTALL)
    spoken = re.findall(r'(?:aria-label|placeholder|title|alt|aria-roledescription)="([^"]*)"', page)
    return html.unescape(" ".join([re.sub(r"<[^>]*>", " ", page), *spoken]))


def readable(form, text):
    if form in ("svg", "html"):
        return visible(text)
    if form == "mermaid":
        return " ".join(re.findall(r'"([^"]*)"', text))
    if form == "dot":
        return " ".join(re.findall(r'label="([^"]*)"', text))
    return re.sub(r"^ +aws .*(?:\n +.*\\)*|```.*?```|^ {5,}.*$", " ", text, flags=re.MULTILINE | re.DOTALL if form == "markdown" else re.MULTILINE)


@case
def no_english_is_left(emaki, root):
    known = words_of_logs(root) | NAMES
    for form in SURFACES:
        left = words_of(readable(form, told(emaki, root, "ja", form))) - known
        expect(not left, f"{form}: {sorted(left)}")


@case
def the_check_finds_english(emaki, root):
    known = words_of_logs(root) | NAMES
    for form in SURFACES:
        expect(words_of(readable(form, told(emaki, root, "en", form))) - known, f"{form}: nothing found in English")


@case
def the_script_has_its_words(emaki, root):
    blocks = [json.loads(re.search(r'id="emaki-data">(.*?)</script>', told(emaki, root, lang, "html"), re.DOTALL)[1])
              for lang in ("en", "ja")]
    expect_equal(blocks[0]["words"].keys(), blocks[1]["words"].keys())
    for key, english in blocks[0]["words"].items():
        expect(english != blocks[1]["words"][key], f"{key} is English in both")
    expect_in("<html lang=\"ja\">", told(emaki, root, "ja", "html"))


@case
def the_facts_are_the_same(emaki, root):
    english, japanese = (json.loads(told(emaki, root, lang, "json")) for lang in ("en", "ja"))
    for key in ("id", "score", "level", "from", "to", "accounts", "regions", "tactics", "techniques"):
        expect_equal(english[key], japanese[key])
    for key in ("id", "actor", "events", "outcome", "count", "rules", "resources", "level"):
        expect_equal([s[key] for s in english["steps"]], [s[key] for s in japanese["steps"]])
    expect_equal([r["command"] for r in english["response"]], [r["command"] for r in japanese["response"]])
    expect_equal([r["points"] for r in english["score_reasons"]], [r["points"] for r in japanese["score_reasons"]])
    expect(all(re.search("[ぁ-ん一-龯]", s["title"]) for s in japanese["steps"]), "a step's title is not Japanese")


@case
def an_empty_scan_is_told_too(emaki, root):
    os.makedirs(os.path.join(emaki.folder, "empty"), exist_ok=True)
    done = emaki.run("scan", "empty", "--lang", "ja")
    expect_in("ファイルがありません", done.stdout.decode())


if __name__ == "__main__":
    sys.exit(main())

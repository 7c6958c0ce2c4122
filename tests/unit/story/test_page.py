#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""test_page.py GOLDEN: the golden page and pictures, looked at as a browser would.

In:  tests/golden.    Out: TAP. The C tests hold the program to these bytes, so what is true of them is true of it.
"""
import base64
import hashlib
import json
import os
import re
import sys
import xml.etree.ElementTree
from html.parser import HTMLParser

VOID = {"meta", "input", "br", "link", "img", "hr"}


class Page(HTMLParser):
    """Collects attributes, ids and the text of style and script; notes tags that do not balance."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open, self.attributes, self.ids, self.raw, self.wrong = [], [], [], [], []

    def handle_starttag(self, tag, attrs):
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        self.ids += [value for name, value in attrs if name == "id"]
        if tag not in VOID:
            self.open.append(tag)
        if tag in ("script", "style"):
            self.raw.append([tag, dict(attrs), ""])

    def handle_startendtag(self, tag, attrs):
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)

    def handle_data(self, data):
        if self.open and self.open[-1] in ("script", "style"):
            self.raw[-1][2] += data


def parse(text):
    page = Page()
    page.feed(text)
    page.close()
    return page


def sha256(text):
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def policy_of(page):
    return next(value for tag, name, value in page.attributes if tag == "meta" and name == "content" and "default-src" in value)


def hashes_match(text):
    page = parse(text)
    policy = policy_of(page)
    style = [body for tag, _, body in page.raw if tag == "style"]
    code = [body for tag, attrs, body in page.raw if tag == "script" and attrs.get("type") != "application/json"]
    return (len(style) == 1 and len(code) == 1 and f"style-src '{sha256(style[0])}'" in policy
            and f"script-src '{sha256(code[0])}'" in policy)


def nothing_inline(text):
    return not [a for a in parse(text).attributes if a[1] == "style" or a[1].startswith("on")]


def nothing_fetched(text):
    page = parse(text)
    links = [v for _, n, v in page.attributes if n in ("src", "href", "action", "srcset", "xlink:href") and not v.startswith("#")]
    css = " ".join(body for tag, _, body in page.raw if tag == "style")
    return not links and "url(" not in css and "@import" not in css


def unique_ids(text):
    ids = parse(text).ids
    return len(ids) == len(set(ids))


def labels_exist(text):
    page = parse(text)
    named = {v for _, n, value in page.attributes if n in ("aria-labelledby", "aria-controls") for v in value.split()}
    return named <= set(page.ids)


def balanced(text):
    page = parse(text)
    return not page.wrong and not page.open


def data_is_json(text):
    blocks = [body for tag, attrs, body in parse(text).raw if attrs.get("type") == "application/json"]
    steps = json.loads(blocks[0])["alerts"][0]["steps"]
    return len(blocks) == 1 and len(steps) == 16 and json.loads(steps[0]["events"][0]["raw"])["eventName"] == "GetCallerIdentity"


def script_is_careful(text):
    code = next(body for tag, attrs, body in parse(text).raw if tag == "script" and "type" not in attrs)
    return not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|fetch\(|XMLHttpRequest", code) \
        and '"use strict"' in code and len(code) < 48_000


def is_xml(text):
    try:
        xml.etree.ElementTree.fromstring(text)
    except xml.etree.ElementTree.ParseError:
        return False
    return True


# check, file, and a change that has to make it fail
CHECKS = [
    ("the policy names the hashes of style and script", hashes_match, "story.html", lambda t: t.replace('"use strict"', '"use  strict"')),
    ("no style attributes, no handlers", nothing_inline, "story.html", lambda t: t.replace("<main ", '<main onclick="x" ', 1)),
    ("nothing is fetched", nothing_fetched, "story.html", lambda t: t.replace("<main ", '<main><img src="//x"><p ', 1)),
    ("ids are unique", unique_ids, "story.html", lambda t: t.replace('id="step-s02"', 'id="step-s01"')),
    ("what is named as label or view exists", labels_exist, "story.html", lambda t: t.replace('id="view-1-2"', 'id="view-x"')),
    ("tags balance", balanced, "story.html", lambda t: t.replace("</article>", "", 1)),
    ("the data block is JSON", data_is_json, "story.html", lambda t: t.replace("GetCallerIdentity", "Another")),
    ("the script puts text, fetches nothing, is small", script_is_careful, "story.html", lambda t: t.replace("textContent", "innerHTML")),
    ("the picture is XML", is_xml, "story.svg", lambda t: t.replace("</title>", "", 1)),
    ("the light picture is XML", is_xml, "story-light.svg", lambda t: t.replace("</title>", "", 1)),
    ("no style attributes in the picture", nothing_inline, "story.svg", lambda t: t.replace("<rect ", '<rect style="x" ', 1)),
]


def main():
    print(f"1..{len(CHECKS)}")
    for number, (name, check, file, spoil) in enumerate(CHECKS, 1):
        with open(os.path.join(sys.argv[1], file), encoding="utf-8") as source:
            text = source.read()
        good = check(text)
        try:
            blind = check(spoil(text))
        except (ValueError, KeyError, StopIteration):
            blind = False
        print(f"{'ok' if good and not blind else 'not ok'} {number} - {name}{' (the check cannot fail)' if blind else ''}")


main()

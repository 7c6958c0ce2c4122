#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""embed.py OUT.c TOKENS.css PICTURE.css PAGE.css PAGE.js...: the picture's and the page's assets as C strings.

In:  the assets; the parts of the script are joined in this order, in one function.    Out: C source that defines what src/story/page.h declares.
Comments and blank lines are dropped. The page has the tokens as custom properties; a picture that stands alone has its rules
with plain values, once for each theme, for viewers that do not know var(). Hashes are base64 of SHA-256, for the CSP.
"""
import base64
import hashlib
import re
import sys

FAMILIES = ("look", "enter", "rise", "hide", "cred", "move", "take", "break")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def css_lines(text):
    """Without comments, blank lines and indentation."""
    return [line.strip() for line in COMMENT.sub("", text).splitlines() if line.strip()]


def token_blocks(text):
    """The light and the dark values, each as a dictionary in the order of the file."""
    blocks = re.findall(r":root \{(.*?)\}", COMMENT.sub("", text), re.DOTALL)
    assert len(blocks) == 2, "tokens: one light block and one dark"
    pairs = [dict(re.findall(r"--([a-z0-9-]+):\s*([^;]+);", block)) for block in blocks]
    assert set(pairs[1]) <= set(pairs[0]), "tokens: dark names what light does not"
    return pairs


def family_rules(prefix):
    return "".join(f"{prefix}.t-{f}{{--c:var(--t-{f});--s:var(--t-{f}-soft)}}" for f in FAMILIES)


def plain(rule):
    return rule.replace(" .t-any ", " ").replace(".t-any", "")


def resolve(rule, tokens):
    """The rule with values for var(); once for each family where it speaks of one."""
    def values(text, family):
        own = {"c": f"t-{family}", "s": f"t-{family}-soft"}
        return re.sub(r"var\(--([a-z0-9-]+)\)", lambda m: tokens[own.get(m[1], m[1])], text)
    if ".t-any" not in rule:
        return values(rule, "")
    return "\n".join(values(rule.replace(".t-any", f".t-{family}"), family) for family in FAMILIES)


def picture(rules, light, dark):
    """The rules for a picture that stands alone, where var() may not be known: plain values. Who does not know @media
    either shows the light theme."""
    day = "\n".join(resolve(rule, light) for rule in rules)
    night = "\n".join(resolve(rule, {**light, **dark}) for rule in rules)
    colours = "\n".join(resolve(rule, {**light, **dark}) for rule in rules if "var(" in rule)
    return {
        "LIGHT": f"{day}\n",
        "DARK": f"{night}\n",
        "AUTO": f"{day}\n@media(prefers-color-scheme:dark){{\n{colours}\n}}\n",
    }


def page(rules, page_css, light, dark):
    every = {name: value for name, value in light.items()}
    night = "".join(f"--{name}:{value};" for name, value in dark.items()) + "color-scheme:dark"
    return "\n".join([
        ":root{" + "".join(f"--{n}:{v};" for n, v in every.items()) + "color-scheme:light}",
        f"@media screen and (prefers-color-scheme:dark){{:root:not([data-theme=light]){{{night}}}}}",
        f"@media screen{{:root[data-theme=dark]{{{night}}}}}",
        family_rules(""),
        *(plain(rule) for rule in rules),
        *css_lines(page_css),
    ]) + "\n"


def script(parts):
    lines = [line.rstrip() for part in parts for line in part.splitlines()]
    kept = [line for line in lines if line and not line.strip().startswith("//")]
    return "\n".join(["(() => {", '"use strict";', *kept, "})();"]) + "\n"


def c_string(name, text):
    out = []
    for line in text.splitlines(keepends=True):
        for start in range(0, len(line), 2000):
            part = line[start:start + 2000].replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("?", "\\?")
            out.append(f'    "{part}"')
    return f"const char {name}[] =\n" + "\n".join(out) + ";\n"


def sha256(text):
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def main():
    out, tokens_path, picture_path, css_path, *js_paths = sys.argv[1:]
    light, dark = token_blocks(read(tokens_path))
    rules = css_lines(read(picture_path))
    css = page(rules, read(css_path), light, dark)
    js = script(read(path) for path in js_paths)
    parts = [f"/* Made by tools/embed.py. */\n#include \"story/page.h\"\n"]
    parts += [c_string(f"PICTURE_CSS_{theme}", text) for theme, text in picture(rules, light, dark).items()]
    parts += [c_string("PAGE_CSS", css), c_string("PAGE_CSS_SHA256", sha256(css))]
    parts += [c_string("PAGE_JS", js), c_string("PAGE_JS_SHA256", sha256(js))]
    with open(out, "w", encoding="utf-8") as file:
        file.write("\n".join(parts))


main()

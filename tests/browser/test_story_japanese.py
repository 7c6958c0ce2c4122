#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""test_story_japanese.py EMAKI SOURCE: the page in Japanese, in a real browser: what only the script says, too.

In:   the built binary, the source tree.   Out: TAP; skipped where there is no Chromium.
"""
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import devtools  # noqa: E402
import pages  # noqa: E402
from test_story_page import CARDS, DRAWER, OVERHANGING, OVERLAPPING, TABS  # noqa: E402

# Everything that the script made, and what it says aloud.
MADE = "[...document.querySelectorAll('.filters, .player, .voice, .drawer h2, .drawer h3, .drawer .row, .hits, .nextb')]"
SAID = f"""{MADE}.flatMap(e => [e.textContent, ...[e, ...e.querySelectorAll('[aria-label]')]
  .map(x => x.getAttribute('aria-label') || '')]).join(' | ')"""
OF_OURS = {"of", "filter", "step", "steps", "show", "shown", "replay", "pause", "play", "stop", "close", "link", "copy", "next",
           "branch", "evidence", "rule", "rules", "actor", "actors", "speed", "call", "calls", "succeeded", "failed"}


def english_in(text):
    return set(re.findall(r"[a-z]{2,}", text.lower())) & OF_OURS


def the_page_is_japanese(tab):
    tab = tab(1440, 900, page="japanese")
    assert tab.evaluate("document.documentElement.lang") == "ja"
    assert tab.evaluate(f"{TABS}.map(t => t.textContent).join()") == "ストーリー,表,経緯,対応"
    assert tab.problems() == [], tab.problems()


def what_the_script_says_is_japanese(tab):
    tab = tab(1440, 900, page="japanese")
    tab.key("ArrowRight", 39)
    tab.key("Enter", 13)
    assert not tab.evaluate(f"{DRAWER}.hidden")
    assert "この主体がここに至った経路" in tab.evaluate(f"{DRAWER}.textContent")
    tab.key("r")
    said = tab.evaluate(SAID)
    assert "ステップの絞り込み" in said and "1 つ進む" in said, said
    assert not english_in(said), (english_in(said), said)
    assert tab.problems() == [], tab.problems()


def the_check_finds_english(tab):
    tab = tab(1440, 900)
    tab.key("ArrowRight", 39)
    tab.key("Enter", 13)
    assert english_in(tab.evaluate(SAID)), "nothing found on the English page"


def the_table_counts_in_japanese(tab):
    tab = tab(1440, 900, page="japanese")
    tab.click(f"{TABS}[1]")
    tab.evaluate("(() => { const i = document.querySelector('input[type=search]'); i.value = 'rds'; "
                 "i.dispatchEvent(new Event('input', { bubbles: true })); })()")
    assert re.fullmatch(r"\d+ 件を表示", tab.evaluate("document.querySelector('.hits').textContent"))


def japanese_stays_in_its_cards(tab):
    for width, dark in ((1440, False), (900, True), (360, False)):
        one = tab(width, 900, page="japanese", dark=dark)
        assert one.evaluate(OVERLAPPING) == 0
        assert one.evaluate(OVERHANGING) == [], one.evaluate(OVERHANGING)
        assert one.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{width}: scrolls sideways"


def keys_walk_here_too(tab):
    tab = tab(1440, 900, page="japanese")
    tab.key("b")
    assert tab.evaluate(f"{CARDS}.includes(document.activeElement)")
    tab.key("?")
    assert tab.evaluate("document.querySelector('dialog.keyhelp').open")
    assert not english_in(tab.evaluate("document.querySelector('dialog.keyhelp dl').textContent"))


TESTS = [the_page_is_japanese, what_the_script_says_is_japanese, the_check_finds_english, the_table_counts_in_japanese,
         japanese_stays_in_its_cards, keys_walk_here_too]

if __name__ == "__main__":
    sys.exit(pages.run(*sys.argv[1:3], TESTS))

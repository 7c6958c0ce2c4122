#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""test_story_page.py EMAKI SOURCE: the story of the bundled example as a page, in a real browser.

In:   the built binary, the source tree.   Out: TAP; skipped where there is no Chromium.
"""
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import devtools  # noqa: E402
import pages  # noqa: E402

CARDS = "[...document.querySelectorAll('article.alert svg.story .step')]"
CURRENT = f"{CARDS}.indexOf(document.activeElement)"
TABS = "[...document.querySelectorAll('[role=tab]')]"
DRAWER = "document.querySelector('.drawer')"
SHOWN = "[...document.querySelectorAll('.view')].map(v => !v.hidden && v.getBoundingClientRect().height > 0)"

# Texts of cards that stand out of their card, by more than a pixel: their words.
OVERHANGING = f"""{CARDS}.flatMap(card => {{
  const box = card.querySelector('.body').getBoundingClientRect();
  return [...card.querySelectorAll('text')].filter(t => {{
    const r = t.getBoundingClientRect();
    return r.width && r.top < box.bottom && (r.left < box.left - 1 || r.right > box.right + 1);
  }}).map(t => t.textContent);
}})"""
OVERLAPPING = f"""(() => {{
  const boxes = {CARDS}.map(c => c.querySelector('.body').getBoundingClientRect());
  let n = 0;
  boxes.forEach((a, i) => boxes.slice(i + 1).forEach(b => {{
    if (a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1) n++;
  }}));
  return n;
}})()"""
# The least contrast of running text with the page, by WCAG 2.2 (relative luminance).
CONTRAST = """(() => {
  const parts = c => c.match(/[\\d.]+/g).slice(0, 3).map(Number);
  const light = c => parts(c).map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = light(getComputedStyle(document.body).backgroundColor);
  return Math.min(...[...document.querySelectorAll('h1, h2, .alert p, th, td')].filter(e => e.checkVisibility())
    .map(e => light(getComputedStyle(e).color))
    .map(ink => (Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05)));
})()"""


def scripts_off_everything_is_there(tab):
    tab = tab(1440, 900, script=False)
    assert tab.evaluate(f"{CARDS}.length") > 5
    assert all(tab.evaluate(SHOWN)), "all views are shown where no script can switch them"
    assert tab.evaluate("document.querySelectorAll('.view table tbody tr').length") > 5


def nothing_is_asked_of_the_network_and_nothing_is_wrong(tab):
    tab = tab(1440, 900)
    tab.key("?")
    tab.key("Escape", 27)
    assert len(tab.requests()) == 1, tab.requests()
    assert tab.problems() == [], tab.problems()


def arrows_walk_the_steps(tab):
    tab = tab(1440, 900)
    count = tab.evaluate(f"{CARDS}.length")
    gravest = tab.evaluate(f"{CARDS}.findIndex(c => c.getAttribute('tabindex') === '0')")
    tab.key("ArrowRight", 39)
    assert tab.evaluate(CURRENT) == gravest, "the walk begins where it is gravest"
    tab.key("ArrowRight", 39)
    assert tab.evaluate(CURRENT) == gravest + 1
    for _ in range(count + 2):
        tab.key("ArrowLeft", 37)
    assert tab.evaluate(CURRENT) == 0, "the first is the end"
    for at in range(1, count):
        tab.key("ArrowRight", 39)
        assert tab.evaluate(CURRENT) == at
        assert tab.evaluate("(r => r.left >= 0 && r.right <= innerWidth)(document.activeElement.getBoundingClientRect())")


def enter_opens_the_events_and_escape_closes(tab):
    tab = tab(1440, 900)
    assert tab.evaluate(f"{DRAWER}.hidden")
    tab.key("ArrowRight", 39)
    tab.key("Enter", 13)
    assert not tab.evaluate(f"{DRAWER}.hidden")
    title = tab.evaluate(f"{DRAWER}.querySelector('h2').textContent")
    tab.key("Escape", 27)
    assert tab.evaluate(f"{DRAWER}.hidden")
    assert tab.evaluate(CURRENT) >= 0, "back on the card"
    tab.click(f"{CARDS}[0]")
    assert not tab.evaluate(f"{DRAWER}.hidden")
    assert tab.evaluate(f"{DRAWER}.querySelector('h2').textContent") != title, "another step"


def the_drawer_shows_the_records(tab):
    tab = tab(1440, 900)
    tab.click(f"{CARDS}.find(c => !c.dataset.steps || !c.dataset.steps.includes(' '))")
    tab.evaluate(f"{DRAWER}.querySelectorAll('details').forEach(d => {{ d.open = true; }})")
    tab.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert "eventVersion" in tab.evaluate(f"{DRAWER}.textContent")


def tabs_switch(tab):
    tab = tab(1440, 900)
    assert tab.evaluate(SHOWN)[0] and sum(tab.evaluate(SHOWN)) == 1
    count = tab.evaluate(f"{TABS}.length")
    for at in range(count):
        tab.click(f"{TABS}[{at}]")
        assert tab.evaluate(SHOWN) == [i == at for i in range(count)]
    tab.click(f"{TABS}[0]")
    tab.key("t")
    assert tab.evaluate(SHOWN)[1], "t is the table"


def nothing_stands_out_or_overlaps(tab):
    for width in (1440, 900):
        page = tab(width, 900)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"the page scrolls sideways at {width}"
        assert page.evaluate(OVERHANGING) == [], page.evaluate(OVERHANGING)
        assert page.evaluate(OVERLAPPING) == 0


def texts_can_be_read(tab):
    grounds = set()
    for dark in (False, True):
        page = tab(1440, 900, dark=dark)
        grounds.add(page.evaluate("getComputedStyle(document.body).backgroundColor"))
        assert page.evaluate(CONTRAST) >= 4.5, (dark, page.evaluate(CONTRAST))
    assert len(grounds) == 2, "dark is dark"


TESTS = [scripts_off_everything_is_there, nothing_is_asked_of_the_network_and_nothing_is_wrong, arrows_walk_the_steps,
         enter_opens_the_events_and_escape_closes, the_drawer_shows_the_records, tabs_switch,
         nothing_stands_out_or_overlaps, texts_can_be_read]


# Fonts that a Linux machine has where nobody asked for any, and that are wider than those the places are made for.
PLAIN_FONTS = "/usr/share/fonts/truetype/dejavu"
FONTCONFIG = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{folder}/fonts</dir><include ignore_missing="yes">/etc/fonts/conf.d</include>
<cachedir>{folder}/cache</cachedir></fontconfig>"""


def only_plain_fonts(folder):
    """The environment of a program that finds no other; None where they are not installed."""
    fonts = [f"{PLAIN_FONTS}/{name}.ttf" for name in ("DejaVuSans", "DejaVuSans-Bold", "DejaVuSansMono", "DejaVuSansMono-Bold")]
    if not all(os.path.exists(font) for font in fonts):
        return None
    os.mkdir(os.path.join(folder, "fonts"))
    for font in fonts:
        os.symlink(font, os.path.join(folder, "fonts", os.path.basename(font)))
    config = os.path.join(folder, "fonts.conf")
    with open(config, "w", encoding="utf-8") as file:
        file.write(FONTCONFIG.format(folder=folder))
    return {**os.environ, "FONTCONFIG_FILE": config}


def nothing_stands_out_with_plain_fonts(tab):
    env = only_plain_fonts(tab.folder)
    if not env:
        return "SKIP no DejaVu"
    browser = devtools.Browser(tab.path, env)
    try:
        page = tab(1440, 900, browser=browser)
        width = page.evaluate("(() => { const c = document.createElement('canvas').getContext('2d');"
                              "c.font = '100px sans-serif'; return c.measureText('emaki').width; })()")
        assert width > 300, f"these are the plain fonts: {width}"
        assert page.evaluate(OVERHANGING) == [], page.evaluate(OVERHANGING)
    finally:
        browser.close()
    return None


def main():
    emaki, source = sys.argv[1:]
    return pages.run(emaki, source, [*TESTS, nothing_stands_out_with_plain_fonts])


if __name__ == "__main__":
    sys.exit(main())

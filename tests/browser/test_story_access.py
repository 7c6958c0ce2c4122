#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""test_story_access.py EMAKI SOURCE: the page for those who hear it or reach it by keys: names, roles, order, contrast.

In:   the built binary, the source tree; EMAKI_AXE may name a file axe.min.js, whose rules are then asked too.
Out:  TAP; skipped where there is no Chromium.
The rules here are those of axe-core that a page like this can break. Each is given a page that breaks it, and fails itself
when it lets that pass.
"""
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import pages  # noqa: E402

# What the rules share. A colour as drawn: over all that lies behind it.
SHARED = r"""
const seen = e => e.checkVisibility({visibilityProperty: true, opacityProperty: true}) && !e.closest('[aria-hidden=true]');
const all = s => [...document.querySelectorAll(s)].filter(seen);
const told = e => (e.getAttribute('aria-label') || (e.getAttribute('aria-labelledby') || '').split(' ')
  .map(id => document.getElementById(id)?.textContent || '').join(' ').trim() || e.labels?.[0]?.textContent
  || e.querySelector?.(':scope > title')?.textContent || e.textContent || '').trim();
const parts = c => { const n = c.match(/[\d.]+/g).map(Number); return n.length < 4 ? [...n, 1] : n; };
const over = (a, b) => [0, 1, 2].map(i => a[i] * a[3] + b[i] * (1 - a[3])).concat(1);
const ground = e => { const c = parts(getComputedStyle(e).backgroundColor);
  return c[3] === 1 || !e.parentElement ? over(c, [255, 255, 255]) : over(c, ground(e.parentElement)); };
const light = c => c.slice(0, 3).map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
  .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
const contrast = e => { const g = ground(e), ink = over(parts(getComputedStyle(e).color), g), [a, b] = [light(ink), light(g)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05); };
const show = e => e.outerHTML.slice(0, 120);
"""

# rule, what breaks it (elements), and markup that has to be found broken
RULES = [
    ("what can be pressed has a name",
     "all('button, a[href], select, input, [role=tab], summary').filter(e => !told(e))", "<button></button>"),
    ("pictures and symbols have names",
     "all('svg[role], [role~=img], [role^=graphics], [role=region], [role=group], [role=tabpanel], nav, aside, dialog')"
     ".filter(e => !told({getAttribute: n => e.getAttribute(n), querySelector: s => e.querySelector(s)}))",
     "<div role=img></div>"),
    ("ids are unique", "(ids => all('[id]').filter(e => ids.filter(i => i === e.id).length > 1))"
                       "([...document.querySelectorAll('[id]')].map(e => e.id))", "<p id=main>x</p>"),
    ("references lead somewhere",
     "all('[aria-controls], [aria-labelledby]').filter(e => ['aria-controls', 'aria-labelledby'].some(n => "
     "(e.getAttribute(n) || '').split(' ').some(id => id && !document.getElementById(id))))",
     "<p aria-labelledby=nowhere>x</p>"),
    ("nothing jumps the order of Tab", "all('[tabindex]').filter(e => e.tabIndex > 0)", "<p tabindex=2>x</p>"),
    ("nothing that can be pressed is in another",
     "all('button, a[href], summary, [role=tab]').filter(e => e.querySelector('button, a[href], select, input, [tabindex=\"0\"]'))",
     "<button>x<span tabindex=0>y</span></button>"),
    ("what scrolls can be reached by key",
     "all('*').filter(e => !(e instanceof SVGElement) && ['auto', 'scroll'].some(o => getComputedStyle(e).overflowX === o || "
     "getComputedStyle(e).overflowY === o) && (e.scrollHeight > e.clientHeight + 1 || e.scrollWidth > e.clientWidth + 1) && "
     "e.tabIndex < 0 && !e.matches('textarea, select, html, body') && ![...e.querySelectorAll('*')].some(k => k.tabIndex >= 0))",
     "<div id=scrolls><p>x</p></div>"),
    ("headings leave no level out",
     "(hs => hs.filter((h, i) => i ? h.tagName[1] > +hs[i - 1].tagName[1] + 1 : h.tagName !== 'H1'))(all('h1, h2, h3, h4'))",
     "<h4>x</h4>"),
    ("there is one main, and one selected tab in each list",
     "[...document.querySelectorAll('main')].slice(1).concat(all('[role=tablist]').filter(l => "
     "l.querySelectorAll('[role=tab][aria-selected=true]').length !== 1 || [...l.children].some(t => t.role !== 'tab')))",
     "<main>x</main>"),
    ("one stop for the picture",
     "all('svg.story').filter(s => s.querySelectorAll('[tabindex=\"0\"]').length !== 1)",
     "<svg class=story role=img aria-label=x><g tabindex=0></g><g tabindex=0></g></svg>"),
    ("text can be read",
     "all('body *').filter(e => !(e instanceof SVGElement) && !e.matches(':disabled, .skip, .sr, .sr *, option') && "
     "[...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()) && contrast(e) < 4.5)",
     "<p id=faint>x</p>"),
    ("what is pressed is large enough",
     "all('button, select, [role=tab]').filter(e => (r => r.width < 24 || r.height < 24)(e.getBoundingClientRect()))",
     "<button id=small>x</button>"),
]
SPOIL = """(() => { const d = document.createElement('div'); d.id = 'spoilt'; d.innerHTML = %s;
  const style = (s, o) => { const e = d.querySelector(s); if (e) Object.assign(e.style, o); };
  document.querySelector('main').append(d);
  style('#scrolls', {height: '20px', overflow: 'auto'}); style('#scrolls p', {height: '90px'});
  style('#faint', {color: '#999', background: '#eee'}); style('#small', {width: '9px', height: '9px', padding: 0, border: 0}); })()"""


def broken(tab, find):
    return tab.evaluate(f"(() => {{ {SHARED} return ({find}).slice(0, 3).map(show); }})()")


def each_rule_can_fail(tab):
    tab = tab(1440, 900)
    for rule, find, markup in RULES:
        tab.evaluate(SPOIL % repr(markup))
        assert broken(tab, find), f"{rule}: is blind"
        tab.evaluate("document.querySelector('#spoilt').remove()")


def press(tab, *keys):
    codes = {" ": 32, "Enter": 13, "ArrowRight": 39, "Escape": 27, "Tab": 9}
    for key in keys:
        tab.key(key, codes.get(key, 0))


def turn_to(number):
    return lambda tab: tab.click(f"document.querySelectorAll('article:not([hidden]) [role=tab]')[{number}]")


def filtered_table(tab):
    tab.click("document.querySelectorAll('.chip')[1]")
    press(tab, "t")


def everything_open(tab):
    turn_to(1)(tab)
    tab.evaluate("document.querySelectorAll('[data-do=rows]').forEach(b => b.click())")


STATES = [
    ("as it opens", lambda tab: None),
    ("drawer", lambda tab: press(tab, "ArrowRight", "Enter")),
    ("replay", lambda tab: press(tab, "r", "ArrowRight")),
    ("filtered", lambda tab: tab.click("document.querySelectorAll('.chip')[1]")),
    ("table", everything_open),
    ("filtered table", filtered_table),
    ("narrative", turn_to(2)),
    ("response", turn_to(3)),
    ("keys", lambda tab: press(tab, "?")),
]
SIGHTS = [(1440, False, "day"), (900, True, "day"), (900, False, "two"), (360, True, "two"), (1440, True, "many")]


def no_rule_is_broken_in_any_state(tab):
    for width, dark, page in SIGHTS:
        for name, go in STATES:
            opened = tab(width, 900, page=page, dark=dark)
            go(opened)
            for rule, find, _ in RULES:
                assert broken(opened, find) == [], (width, dark, page, name, rule, broken(opened, find))
            opened.close()


def axe_finds_no_violation(tab):
    path = os.environ.get("EMAKI_AXE")
    if not path:
        return "SKIP no axe-core: EMAKI_AXE names its file"
    with open(path, encoding="utf-8") as file:
        code = file.read()
    for width, dark, page in SIGHTS:
        for name, go in STATES:
            opened = tab(width, 900, page=page, dark=dark)
            go(opened)
            opened.call("Runtime.evaluate", expression=code)
            found = opened.evaluate("axe.run().then(r => r.violations.map(v => [v.id, v.nodes[0].html.slice(0, 120)]))")
            assert found == [], (width, dark, page, name, found)
            opened.close()
    return None


def what_is_chosen_is_said(tab):
    tab = tab(1440, 900)
    steps = pages.data_of(tab.evaluate("location.pathname"))[0]["steps"]
    said = "document.querySelector('.voice').textContent"
    assert tab.evaluate("document.querySelector('.voice').getAttribute('role')") == "status"
    press(tab, "ArrowRight")
    for _ in range(3):
        press(tab, "ArrowRight")
        number = int(tab.evaluate("document.activeElement.dataset.step"))
        words = tab.evaluate(said)
        assert words.startswith(f"Step {number} of {len(steps)}: {steps[number - 1]['title']}"), words
        assert tab.evaluate("document.activeElement.getAttribute('aria-label')").startswith(f"Step {number} of")
    press(tab, "b", "ArrowRight")
    assert "Reached from" in tab.evaluate(said), "and where its actor came from"


def tab_goes_through_the_page_and_the_focus_is_seen(tab):
    tab = tab(1440, 900)
    stops = []
    for _ in range(60):
        press(tab, "Tab")
        stops.append(tab.evaluate("(e => e === document.body ? 'end' : e.matches('.step') ? 'step' : e.dataset.do || e.role || e.className || "
                                  "e.tagName)(document.activeElement)"))
        if stops[-1] == "end":
            break
        assert tab.evaluate("(e => getComputedStyle(e).outlineStyle !== 'none' || getComputedStyle(e.querySelector('.ring')).stroke "
                            "!== 'none')(document.activeElement)"), stops
    assert stops.count("step") == 1, stops
    assert [s for s in stops if s in ("theme", "keys", "tab", "replay", "fit", "link", "step")] == [
        "theme", "keys", "tab", "replay", "fit", "link", "step"], stops


def the_drawer_takes_the_focus_and_gives_it_back(tab):
    tab = tab(900, 900)
    press(tab, "ArrowRight", "Enter")
    assert tab.evaluate("document.activeElement.tagName") == "H2"
    press(tab, "Tab")
    following = "document.activeElement.getAttribute('aria-label')"
    while tab.evaluate(following) != "Next step":
        press(tab, "Tab")
    before = tab.evaluate("document.querySelector('.drawer h2').textContent")
    press(tab, " ")
    assert tab.evaluate("document.querySelector('.drawer h2').textContent") != before
    assert tab.evaluate(following) == "Next step", "it can be pressed again"
    press(tab, "Escape")
    assert tab.evaluate("document.activeElement.matches('.step')")


TESTS = [each_rule_can_fail, no_rule_is_broken_in_any_state, axe_finds_no_violation, what_is_chosen_is_said,
         tab_goes_through_the_page_and_the_focus_is_seen, the_drawer_takes_the_focus_and_gives_it_back]


if __name__ == "__main__":
    sys.exit(pages.run(*sys.argv[1:], TESTS))

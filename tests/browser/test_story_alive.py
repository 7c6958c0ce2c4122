#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""test_story_alive.py EMAKI SOURCE: what a reader does with the picture, by real keys, mouse and fingers: pan, zoom, the
path to the origin, filter, replay, links, paper.

In:   the built binary, the source tree.   Out: TAP; skipped where there is no Chromium.
What is expected is worked out from the page's data, not from what the script says of itself.
"""
import base64
import os
import re
import sys
import urllib.parse

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import pages  # noqa: E402

CTRL, SHIFT = 2, 8  # modifiers, as DevTools counts them
ARTICLE = "document.querySelector('article.alert:not([hidden])')"
CARDS = f"[...{ARTICLE}.querySelectorAll('svg.story .step')]"
SVG = f"{ARTICLE}.querySelector('svg.story')"
SCROLL = f"{ARTICLE}.querySelector('.scroll')"
DRAWER = f"{ARTICLE}.querySelector('.drawer')"
TABS = f"[...{ARTICLE}.querySelectorAll('[role=tab]')]"
PLAYER = "document.querySelector('.player')"
VOICE = "document.querySelector('.voice').textContent"
ZOOM = f"{SVG}.width.baseVal.value / {SVG}.viewBox.baseVal.width"
AT = f"[{SCROLL}.scrollLeft, {SCROLL}.scrollTop]"
KEYS = {"ArrowLeft": 37, "ArrowUp": 38, "ArrowRight": 39, "ArrowDown": 40, "Enter": 13, "Escape": 27, " ": 32, "Tab": 9}


def press(tab, *keys):
    for key in keys:
        tab.key(key, KEYS.get(key, 0))


def steps_of(tab, selector):
    """The numbers of the steps on the cards that match."""
    return tab.evaluate(f"{CARDS}.filter(c => c.matches('{selector}')).flatMap("
                        "c => (c.dataset.steps || c.dataset.step).split(' ').map(Number))")


def chip(words):
    return f"[...{ARTICLE}.querySelectorAll('.chip')].find(c => c.textContent.includes('{words}'))"


def opacity(tab, expression):
    return float(tab.evaluate(f"getComputedStyle({expression}).opacity"))


# --- pan, zoom, fit ---


def a_drag_pans_and_is_no_click(tab):
    tab = tab(900, 900)
    x, y = tab.middle(f"{CARDS}[1].querySelector('.body')")
    before = tab.evaluate(AT)[0]
    tab.drag(x, y, -160, 0)
    assert tab.evaluate(AT)[0] == before + 160, tab.evaluate(AT)
    assert tab.evaluate(f"{DRAWER}.hidden"), "the end of a drag opens nothing"
    tab.click(f"{CARDS}[1].querySelector('.body')")
    assert not tab.evaluate(f"{DRAWER}.hidden"), "a click does"


def the_overview_moves_the_window(tab):
    tab = tab(900, 900)
    x, y = tab.middle(f"{ARTICLE}.querySelector('.over svg')")
    tab.mouse("mousePressed", x, y, button="left", clickCount=1)
    tab.mouse("mouseReleased", x, y, button="left", clickCount=1)
    middle = tab.evaluate(f"({SCROLL}.scrollLeft + {SCROLL}.clientWidth / 2) / {SVG}.viewBox.baseVal.width")
    assert abs(middle - 0.5) < 0.05, middle


def a_trackpad_and_a_wheel_with_shift_pan(tab):
    tab = tab(900, 900)
    x, y = tab.middle(SCROLL)
    tab.mouse("mouseWheel", x, y, deltaX=120, deltaY=0)
    tab.until(f"{SCROLL}.scrollLeft >= 100")
    before = tab.evaluate(AT)[0]
    tab.mouse("mouseWheel", x, y, deltaX=0, deltaY=120, modifiers=SHIFT)
    tab.until(f"{SCROLL}.scrollLeft >= {before + 100}")
    assert abs(tab.evaluate(ZOOM) - 1) < 0.01


def a_wheel_with_ctrl_zooms_at_the_pointer(tab):
    tab = tab(1440, 900)
    x, y = tab.middle(f"{CARDS}[4].querySelector('.body')")
    under = f"document.elementFromPoint({x}, {y}).closest('.step')?.id"
    place = (f"(p => [p.x, p.y])(new DOMPoint({x}, {y}).matrixTransform({SVG}.getScreenCTM().inverse()))")
    card, before = tab.evaluate(under), tab.evaluate(place)
    for delta in (-100, -100, 60, -30):
        tab.mouse("mouseWheel", x, y, deltaX=0, deltaY=delta, modifiers=CTRL)
    tab.until(f"{ZOOM} > 1.2")
    after = tab.evaluate(place)
    assert abs(after[0] - before[0]) < 3 and tab.evaluate(under) == card, (before, after)
    assert tab.evaluate("visualViewport.scale") == 1, "the picture is zoomed, not the page"
    for _ in range(30):
        tab.mouse("mouseWheel", x, y, deltaX=0, deltaY=100, modifiers=CTRL)
    tab.until(f"{ZOOM} < 0.15")
    assert tab.evaluate(f"document.elementFromPoint({x}, {y}).closest('.scroll') === {SCROLL}"), "it stays under the pointer"


def keys_and_buttons_zoom_and_fit(tab):
    for width, dark in ((1440, False), (900, True)):
        page = tab(width, 900, dark=dark)
        press(page, "+", "+")
        assert abs(page.evaluate(ZOOM) - 1.44) < 0.01
        press(page, "0", "-")
        assert abs(page.evaluate(ZOOM) - 1 / 1.2) < 0.01
        press(page, "f")
        fit = f"{SCROLL}.scrollWidth <= {SCROLL}.clientWidth && {SCROLL}.scrollHeight <= {SCROLL}.clientHeight"
        assert page.evaluate(fit), "all of it is in the window"
        assert page.evaluate(f"{SVG}.getBoundingClientRect().width > 0.9 * {SCROLL}.clientWidth"), "and no smaller than that"
        for action, zoom in (("full", 1), ("in", 1.2), ("out", 1)):
            page.click(f"{ARTICLE}.querySelector('[data-do={action}]')")
            assert abs(page.evaluate(ZOOM) - zoom) < 0.01, action
        page.click(f"{ARTICLE}.querySelector('[data-do=fit]')")
        assert page.evaluate(fit)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def two_fingers_pinch(tab):
    tab = tab(900, 900)
    tab.call("Emulation.setTouchEmulationEnabled", enabled=True, maxTouchPoints=2)
    x, y = tab.middle(f"{CARDS}[1].querySelector('.body')")

    def touch(kind, apart):
        points = [{"x": x - apart, "y": y, "id": 0}, {"x": x + apart, "y": y, "id": 1}] if apart else []
        tab.call("Input.dispatchTouchEvent", type=kind, touchPoints=points)

    touch("touchStart", 40)
    for apart in (45, 50, 60):
        touch("touchMove", apart)
    touch("touchEnd", 0)
    tab.until(f"Math.abs({ZOOM} - 1.5) < 0.02")
    assert tab.evaluate("visualViewport.scale") == 1


def names_of_lanes_stay_in_sight(tab):
    tab = tab(1440, 900)
    shown = f"[...{ARTICLE}.querySelectorAll('.sticky')].filter(s => !s.hidden).map(s => s.textContent)"
    assert tab.evaluate(shown) == [], "the heads themselves are seen"
    tab.evaluate(f"{SCROLL}.scrollTo(700, 0)")
    tab.until(f"{shown}.length > 0")
    assert tab.evaluate(shown)[0] == pages.data_of(tab_path(tab))[0]["actors"][0]["name"]


def tab_path(tab):
    return urllib.parse.urlparse(tab.evaluate("location.href")).path


# --- walking ---


def b_goes_to_the_next_branch_and_arrows_between_lanes(tab):
    tab = tab(1440, 900)
    here, focus = f"{CARDS}.indexOf(document.activeElement)", "document.activeElement"
    hinges = tab.evaluate(f"{CARDS}.flatMap((c, i) => c.classList.contains('hinge') ? [i] : [])")
    press(tab, "ArrowRight", *["ArrowLeft"] * 20)
    for at in hinges:
        press(tab, "b")
        assert tab.evaluate(here) == at
    press(tab, "b")
    assert tab.evaluate(here) == hinges[-1], "there is none after the last"
    press(tab, "B")
    assert tab.evaluate(here) == hinges[-2]
    top = tab.evaluate(f"{focus}.getBBox().y")
    press(tab, "ArrowDown")
    assert tab.evaluate(f"{focus}.getBBox().y") > top + 100
    press(tab, "ArrowUp")
    assert tab.evaluate(f"{focus}.getBBox().y") == top
    press(tab, "?")
    assert tab.evaluate("document.querySelector('dialog.keyhelp').open")
    assert all(k in tab.evaluate("document.querySelector('dialog.keyhelp').textContent") for k in ("replay", "branch", "fit"))


def no_button_is_cut_off_anywhere(tab):
    out = ("[...document.querySelectorAll('.tools, .filters, .player, .drawer .row')].filter(e => e.checkVisibility()).flatMap(e => {"
           " const box = e.parentElement.getBoundingClientRect(); return [...e.querySelectorAll('button, select, input')].filter(b => {"
           " const r = b.getBoundingClientRect(); return r.left < box.left - 1 || r.right > box.right + 1; }).map(b => b.outerHTML); })")
    for width, dark in ((1440, True), (900, False), (360, True)):
        page = tab(width, 900, dark=dark)
        press(page, "ArrowRight", *["ArrowLeft"] * 20, "Enter")
        for _ in range(page.evaluate(f"{CARDS}.length")):
            assert page.evaluate(out) == [], (width, page.evaluate(out))
            page.evaluate(f"{DRAWER}.querySelector('[aria-label=\"Next step\"]').click()")
        press(page, "Escape", "r")
        assert page.evaluate(out) == [], (width, page.evaluate(out))
        assert page.evaluate("document.documentElement.scrollWidth") <= width


# --- the path to the origin ---


def path_to(data, number):
    """The steps that led to this one: its actor's until then, and of each parent those until the branch."""
    actor, shown = data["steps"][number - 1]["actor"], set()
    while actor >= 0:
        shown |= {i for i, s in enumerate(data["steps"], 1) if s["actor"] == actor and i <= number}
        number, actor = data["actors"][actor]["step"], data["actors"][actor]["parent"]
    return sorted(shown)


def pointing_lights_the_path_to_the_origin(tab):
    for width, dark in ((1440, False), (900, True)):
        page = tab(width, 900, dark=dark)
        data = pages.data_of(tab_path(page))[0]
        press(page, "f")
        for i in range(page.evaluate(f"{CARDS}.length")):
            x, y = page.middle(f"{CARDS}[{i}].querySelector('.body')")
            page.mouse("mouseMoved", x, y)
            number = int(page.evaluate(f"{CARDS}[{i}].dataset.step"))
            assert steps_of(page, ".on") == path_to(data, number), number
            lit = page.evaluate(f"[...{SVG}.querySelectorAll('.edge.on')].map(e => e.id)")
            actor, branches = data["steps"][number - 1]["actor"], []
            while data["actors"][actor]["parent"] >= 0:
                branches.append(f"edge-s{data['actors'][actor]['step']:02}-a{actor + 1}")
                actor = data["actors"][actor]["parent"]
            assert sorted(lit) == sorted(branches), (lit, branches)
        x, y = page.middle(f"{CARDS}[0].querySelector('.body')")
        page.mouse("mouseMoved", x, y)
        assert opacity(page, f"{CARDS}[0]") == 1 and opacity(page, f"{CARDS}[5]") < 0.5, "the rest dims"
        assert opacity(page, f"{SVG}.querySelector('.rails')") < 0.5
        rail = page.evaluate(f"Number({SVG}.querySelector('.lit').previousElementSibling.querySelector('rect').getAttribute('width'))")
        assert 0 < rail < 260, "the rail is lit up to the first station"
        page.mouse("mouseMoved", 3, 3)
        assert opacity(page, f"{CARDS}[5]") == 1, "and comes back"


def the_focus_lights_it_too_and_o_keeps_it(tab):
    tab = tab(1440, 900)
    data = pages.data_of(tab_path(tab))[0]
    press(tab, "ArrowRight", "b")
    number = int(tab.evaluate("document.activeElement.dataset.step"))
    assert steps_of(tab, ".on") == path_to(data, number) and opacity(tab, f"{CARDS}[{number}]") < 0.5
    tab.evaluate("document.activeElement.blur()")
    assert opacity(tab, f"{CARDS}[{number}]") == 1
    press(tab, "o")
    assert opacity(tab, f"{CARDS}[{number}]") < 0.5 and steps_of(tab, ".on") == path_to(data, number)
    press(tab, "Escape")
    assert opacity(tab, f"{CARDS}[{number}]") == 1


# --- filter ---


def the_filter_dims_counts_and_forgets(tab):
    for width, dark in ((1440, True), (900, False)):
        page = tab(width, 900, dark=dark)
        steps = pages.data_of(tab_path(page))[0]["steps"]
        count = page.evaluate(f"{CARDS}.length")
        said = f"{ARTICLE}.querySelector('.filters [role=status]').textContent"

        def check(wanted):
            off = [n for n in range(1, len(steps) + 1) if n not in wanted]
            assert steps_of(page, ".off") == off, (steps_of(page, ".off"), off)
            assert page.evaluate(f"{CARDS}.length") == count, "nothing is removed"
            assert page.evaluate(said) == f"{len(wanted)} of {len(steps)} steps shown"

        def those(which):
            return [n for n, s in enumerate(steps, 1) if which(s)]

        page.click(chip("Discovery"))
        check(those(lambda s: s["tag"] == "discovery"))
        assert page.evaluate(f"{chip('Discovery')}.getAttribute('aria-pressed')") == "true"
        page.click(chip("Exfiltration"))
        check(those(lambda s: s["tag"] in ("discovery", "exfiltration")))
        page.click(chip("failed"))
        check(those(lambda s: s["tag"] in ("discovery", "exfiltration") and s["outcome"] != "succeeded"))
        off = steps_of(page, ".off")[0]
        assert opacity(page, f"{CARDS}.find(c => c.dataset.step === '{off}')") < 0.5
        page.evaluate(f"{ARTICLE}.querySelector('select.who').focus()")
        press(page, "ArrowDown", "ArrowDown")
        check(those(lambda s: s["tag"] in ("discovery", "exfiltration") and s["outcome"] != "succeeded" and s["actor"] == 1))
        page.evaluate("document.activeElement.blur()")
        press(page, "Escape")
        assert steps_of(page, ".off") == [] and page.evaluate(said) == f"{len(steps)} steps"
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def ribbon_legend_and_head_filter_too(tab):
    tab = tab(1440, 900)
    steps = pages.data_of(tab_path(tab))[0]["steps"]
    for part, which in ((f"{SVG}.querySelector('.chapters [data-tactic=execution] .chap')", lambda s: s["tag"] == "execution"),
                        (f"{SVG}.querySelector('.legend [data-outcome=failed] text')", lambda s: s["outcome"] != "succeeded"),
                        (f"{SVG}.querySelector('#actor-a2 .plate')", lambda s: s["actor"] == 1)):
        tab.click(part)
        assert steps_of(tab, ".off") == [n for n, s in enumerate(steps, 1) if not which(s)], part
        tab.click(part)
        assert steps_of(tab, ".off") == [], "again: all"


def arrows_pass_over_what_is_dimmed_and_rows_are_dimmed(tab):
    tab = tab(1440, 900)
    steps = pages.data_of(tab_path(tab))[0]["steps"]
    wanted = [n for n, s in enumerate(steps, 1) if s["tag"] == "exfiltration"]
    tab.click(chip("Exfiltration"))
    tab.evaluate("document.activeElement.blur()")
    seen = set()
    for key in ["ArrowLeft"] * 20 + ["ArrowRight"] * 20:
        press(tab, key)
        seen.add(int(tab.evaluate("document.activeElement.dataset.step || 0")))
    assert seen - {0} == set(wanted), seen
    press(tab, "t")
    rows = tab.evaluate(f"[...{ARTICLE}.querySelectorAll('.events tr[data-step]')].map(r => "
                        "[Number(r.dataset.step), r.parentElement.classList.contains('off')])")
    assert rows and all(off == (n not in wanted) for n, off in rows)


# --- replay ---

ORDER = f"""(() => {{
  window.order = [];
  const cards = {CARDS};
  new MutationObserver(all => all.forEach(m => {{
    const i = cards.indexOf(m.target);
    if (i >= 0 && m.target.classList.contains('in') && !window.order.includes(i)) window.order.push(i);
  }})).observe({SVG}, {{subtree: true, attributeFilter: ['class']}});
}})()"""


def replay_plays_in_order_pauses_and_stops(tab):
    tab = tab(1440, 900, motion=True)
    count = tab.evaluate(f"{CARDS}.length")
    tab.evaluate(ORDER)
    tab.click(f"{ARTICLE}.querySelector('[data-do=replay]')")
    assert tab.evaluate(f"{CARDS}.filter(c => getComputedStyle(c).visibility === 'visible').length") == 1, "the first alone"
    tab.evaluate(f"(s => {{ s.value = '8'; s.dispatchEvent(new Event('change')); }})({PLAYER}.querySelector('select'))")
    tab.until("window.order.length > 3")
    press(tab, "r")
    paused = tab.evaluate(f"{PLAYER}.querySelector('.play').textContent")
    at = tab.evaluate(f"{CARDS}.findIndex(c => c.classList.contains('now'))")
    assert paused == "Play", paused
    press(tab, "ArrowRight")
    assert tab.evaluate(f"{CARDS}.findIndex(c => c.classList.contains('now'))") == min(at + 1, count - 1)
    press(tab, "ArrowLeft")
    assert tab.evaluate(f"{CARDS}.findIndex(c => c.classList.contains('now'))") == at
    press(tab, "r")
    tab.until(f"window.order.length === {count}")
    assert tab.evaluate("window.order") == list(range(count))
    tab.until(f"{PLAYER}.querySelector('.play').textContent === 'Again'")
    assert tab.evaluate(f"{SVG}.querySelectorAll(':is(.step, .head, .edge):not(.in)').length") == 0, "all of it is there"
    press(tab, "Escape")
    assert tab.evaluate(f"{PLAYER}.hidden && !{SVG}.classList.contains('replay') && !{SVG}.querySelector('.in, .now')")
    assert tab.evaluate(f"{CARDS}.every(c => getComputedStyle(c).visibility === 'visible')")


def replay_shows_a_branch_with_its_step_alone(tab):
    tab = tab(900, 900, dark=True)
    data = pages.data_of(tab_path(tab))[0]
    press(tab, "r")
    for at in range(1, len(data["steps"]) + 1):
        heads = tab.evaluate(f"[...{SVG}.querySelectorAll('.head.in')].map(h => Number(h.dataset.actor))")
        assert heads == [k for k, a in enumerate(data["actors"]) if a["step"] <= at], (at, heads)
        x = tab.evaluate("(r => [r.left, r.right])(document.querySelector('.now').getBoundingClientRect())")
        assert 0 <= x[0] and x[1] <= 900, "it goes along"
        press(tab, "ArrowRight")
    assert tab.evaluate("document.documentElement.scrollWidth") <= 900


def without_movement_replay_goes_by_key(tab):
    tab = tab(1440, 900)
    press(tab, "r")
    assert tab.evaluate(f"{PLAYER}.querySelector('.play').textContent") == "Play", "it waits"
    press(tab, "ArrowRight", "ArrowRight")
    assert len(steps_of(tab, ".in")) == 3
    assert tab.evaluate("document.getAnimations().length") == 0
    tab.evaluate(f"{PLAYER}.querySelector('input').focus()")
    press(tab, "ArrowRight")
    assert len(steps_of(tab, ".in")) == 4, "the slider goes by its own keys"
    tab.click(f"{PLAYER}.querySelector('.stop')")
    assert tab.evaluate(f"{PLAYER}.hidden") and tab.evaluate(f"{CARDS}.indexOf(document.activeElement)") == 3, "and stays there"


# --- links ---


def the_address_keeps_the_sight(tab):
    first = tab(1440, 900)
    data = pages.data_of(tab_path(first))[0]
    press(first, "ArrowRight", "b")
    number = int(first.evaluate("document.activeElement.dataset.step"))
    first.click(chip("Exfiltration"))
    first.click(chip("succeeded"))
    wanted = f"#step-{data['steps'][number - 1]['id']}&tactic=exfiltration&outcome=succeeded"
    first.until(f"location.hash === {wanted!r}")
    dimmed = steps_of(first, ".off")
    for width, dark in ((1440, True), (900, False)):
        second = tab(width, 900, fragment=wanted, dark=dark)
        assert second.evaluate("document.activeElement.dataset.step") == str(number)
        assert second.evaluate("document.activeElement.classList.contains('sel')")
        box = second.evaluate("(r => [r.left, r.top, r.right, r.bottom])(document.activeElement.getBoundingClientRect())")
        assert box[0] >= 0 and box[1] >= 0 and box[2] <= width and box[3] <= 900, box
        assert steps_of(second, ".off") == dimmed
        assert data["steps"][number - 1]["title"] in second.evaluate(VOICE)
    press(first, "t")
    first.until("location.hash.endsWith('&view=table')")
    third = tab(1440, 900, fragment=wanted + "&view=table")
    assert third.evaluate(f"{TABS}[1].getAttribute('aria-selected')") == "true"
    assert third.evaluate(f"[...{ARTICLE}.querySelectorAll('tr.cur')].map(r => r.dataset.step)")[0] == str(number)


def an_address_that_changes_is_followed(tab):
    tab = tab(1440, 900, page="two")
    alerts = pages.data_of(tab_path(tab))
    last = alerts[1]["steps"][-1]["id"]
    tab.evaluate(f"location.hash = 'step-{last}&alert={alerts[1]['id']}'")
    tab.until("document.querySelector('#alert-2:not([hidden]) .step.sel')")
    assert tab.evaluate("document.querySelector('#alert-1').hidden")
    tab.evaluate("location.hash = 'alert-1'")
    tab.until("!document.querySelector('#alert-1').hidden && document.querySelector('#alert-2').hidden")
    tab.evaluate(f"location.hash = 'alert-{alerts[1]['id']}'")
    tab.until("!document.querySelector('#alert-2').hidden")
    assert steps_of(tab, ".sel") == [len(alerts[1]["steps"])], "an alert keeps its step"
    tab.click(chip("failed"))
    dimmed = steps_of(tab, ".off")
    tab.evaluate("new Promise(done => { addEventListener('hashchange', done); document.querySelector('.skip').click(); })")
    assert tab.evaluate("location.hash") == "#main"
    assert tab.evaluate("!document.querySelector('#alert-2').hidden") and steps_of(tab, ".off") == dimmed != [], "an anchor is none of ours"


def a_hostile_address_does_nothing(tab):
    for fragment in ("#step-%22%3E%3Cimg%20src=x%20onerror=alert(1)%3E", "#step-__proto__&tactic=__proto__&actor=constructor",
                     "#%E0%A4%A&view=__proto__&outcome=toString", "#step-s99999", "#alert-999999&&&==&tactic", "#" + "a=" * 5000):
        page = tab(900, 900, fragment=fragment)
        assert steps_of(page, ".off") == [] and steps_of(page, ".sel") == [], fragment
        assert page.evaluate(f"{TABS}[0].getAttribute('aria-selected')") == "true"
        press(page, "ArrowRight")
        assert len(steps_of(page, ".sel")) > 0, "it lives"
        assert page.problems() == [], page.problems()


def one_click_copies_the_link(tab):
    tab = tab(1440, 900)
    tab.browser.call("Browser.grantPermissions", permissions=["clipboardReadWrite", "clipboardSanitizedWrite"])
    tab.call("Page.bringToFront")
    ids = [s["id"] for s in pages.data_of(tab_path(tab))[0]["steps"]]
    press(tab, "ArrowRight")
    number = int(tab.evaluate("document.activeElement.dataset.step"))
    copied = "navigator.clipboard.readText()"
    link = f"{ARTICLE}.querySelector('[data-do=link]')"
    tab.click(link)
    tab.until(f"{link}.textContent.includes('Copied')")
    here = tab.evaluate("location.href.replace(/#.*/, '')")
    assert tab.evaluate(copied) == f"{here}#step-{ids[number - 1]}", tab.evaluate(copied)
    tab.click(f"{CARDS}[2]")
    tab.click(f"[...{DRAWER}.querySelectorAll('button')].find(b => b.getAttribute('aria-label').startsWith('Link'))")
    tab.until(f"{VOICE} === 'Copied'")
    assert tab.evaluate(copied) == f"{here}#step-{ids[2]}"


def hostile_names_stay_names(tab):
    tab = tab(900, 900, page="two")
    press(tab, "ArrowRight", "Enter", "t", "t", "r", "ArrowRight", "Escape")
    tab.click(chip("failed"))
    assert tab.evaluate("document.querySelectorAll('img').length") == 0
    assert "onerror" in tab.evaluate(VOICE) + tab.evaluate(f"{DRAWER}.textContent"), "the name is told"
    assert "\u202e" not in tab.evaluate("document.body.innerText"), "and turns no text around"
    assert tab.problems() == [], tab.problems()


def a_long_story_is_stacked_and_lives(tab):
    first = tab(1440, 900, page="many")
    steps = pages.data_of(tab_path(first))[0]["steps"]
    cards = first.evaluate(f"{CARDS}.length")
    stack = first.evaluate(f"{CARDS}.find(c => c.dataset.steps).dataset.steps.split(' ').map(Number)")
    assert len(steps) > 200 and cards <= 60 and len(stack) > 10, (len(steps), cards)
    page = tab(1440, 900, page="many", fragment=f"#step-{steps[stack[3] - 1]['id']}&tactic=exfiltration")
    assert steps_of(page, ".sel") == stack, "a link into a stack leads to it"
    wanted = [n for n, s in enumerate(steps, 1) if s["tag"] == "exfiltration"]
    said = page.evaluate(f"{ARTICLE}.querySelector('.filters [role=status]').textContent")
    assert said == f"{len(wanted)} of {len(steps)} steps shown", said
    off = page.evaluate(f"{CARDS}.map(c => [(c.dataset.steps || c.dataset.step).split(' ').map(Number), c.matches('.off')])")
    assert all(dim == (not set(of) & set(wanted)) for of, dim in off), "a stack is shown for one step that is"
    press(page, "Enter")
    assert page.evaluate(f"{DRAWER}.querySelectorAll('details').length") == len(stack)
    # What a pointer touches does not grow with the story.
    x, y = page.middle(f"{CARDS}[8].querySelector('.body')")
    page.evaluate(f"window.touched = new Set(); new MutationObserver(all => all.forEach(m => window.touched.add(m.target)))"
                  f".observe({ARTICLE}, {{subtree: true, attributes: true, childList: true}})")
    page.mouse("mouseMoved", x, y)
    page.until(f"{SVG}.classList.contains('path')")
    parts = page.evaluate(f"{SVG}.querySelectorAll('.step, .head, .edge, .lit > *').length")
    assert 0 < page.evaluate("window.touched.size") <= parts + 8, (page.evaluate("window.touched.size"), parts)
    first.evaluate(ORDER)
    press(first, "r", *["ArrowRight"] * cards)
    assert first.evaluate("window.order") == list(range(cards)), "each card once, in order"


# --- paper ---


def on_paper_everything_is_there_and_fits(tab):
    for name in ("day", "many"):
        page = tab(1047, 718, page=name, dark=True)  # A4 on its side, less its margins
        press(page, "f", "ArrowRight", "r", "ArrowRight")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        page.click(f"{ARTICLE}.querySelector('.chip')")
        page.media("print", dark=True)
        seen = "[...document.querySelectorAll({!r})].filter(e => e.checkVisibility({{visibilityProperty: true}})).length"
        for gone in ("header.top", ".tabs", ".filters", ".player", ".stage", "button", "input", "select"):
            assert page.evaluate(seen.format(gone)) == 0, gone
        for there in (".band", ".events tr[data-step]", ".prose p", ".actor", ".do", ".blind"):
            assert page.evaluate(seen.format(there)) == page.evaluate(f"document.querySelectorAll({there!r}).length") > 0, there
        heights = page.evaluate("[...document.querySelectorAll('.band')].map(b => b.getBoundingClientRect().height)")
        assert max(heights) <= 718, heights
        assert page.evaluate("document.documentElement.scrollWidth") <= 1047
        widths = page.evaluate("[...document.querySelectorAll('.do pre')].map(p => p.scrollWidth - p.clientWidth)")
        assert max(widths) <= 0, "commands are not cut"
        assert page.evaluate(f"getComputedStyle({CARDS}[0]).opacity") == "1", "nor is anything dimmed"
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        assert page.evaluate("getComputedStyle(document.querySelector('.band')).printColorAdjust") == "exact"


def pages_of(tab, width, height):
    pdf = base64.b64decode(tab.call("Page.printToPDF", paperWidth=width, paperHeight=height, preferCSSPageSize=True)["data"])
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    return len(re.findall(rb"/Type /Page\b(?!s)", pdf)), {(round(float(w)), round(float(h))) for w, h in boxes}


def a4_and_letter_print(tab):
    tab = tab(1440, 900)
    for paper, box in (((8.27, 11.69), (842, 596)), ((8.5, 11), (792, 612))):
        count, boxes = pages_of(tab, *paper)
        assert boxes == {box}, (boxes, "on its side")
        assert 3 <= count <= 12, count
    before = pages_of(tab, 8.27, 11.69)
    press(tab, "f")
    assert pages_of(tab, 8.27, 11.69) == before, "how it is looked at is no matter"


TESTS = [a_drag_pans_and_is_no_click, the_overview_moves_the_window, a_trackpad_and_a_wheel_with_shift_pan,
         a_wheel_with_ctrl_zooms_at_the_pointer, keys_and_buttons_zoom_and_fit, two_fingers_pinch,
         names_of_lanes_stay_in_sight, b_goes_to_the_next_branch_and_arrows_between_lanes,
         no_button_is_cut_off_anywhere, pointing_lights_the_path_to_the_origin, the_focus_lights_it_too_and_o_keeps_it,
         the_filter_dims_counts_and_forgets, ribbon_legend_and_head_filter_too,
         arrows_pass_over_what_is_dimmed_and_rows_are_dimmed, replay_plays_in_order_pauses_and_stops,
         replay_shows_a_branch_with_its_step_alone, without_movement_replay_goes_by_key, the_address_keeps_the_sight,
         an_address_that_changes_is_followed, a_hostile_address_does_nothing, one_click_copies_the_link,
         hostile_names_stay_names, a_long_story_is_stacked_and_lives, on_paper_everything_is_there_and_fits, a4_and_letter_print]


if __name__ == "__main__":
    sys.exit(pages.run(*sys.argv[1:], TESTS))

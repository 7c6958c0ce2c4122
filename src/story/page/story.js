// The page's life: tabs, keys, drawer, zoom, filter. Text of logs reaches the page by textContent alone.
// Everything it shows is in the page already, or in the JSON block; it asks for nothing.
(() => {
"use strict";
const root = document.documentElement;
const all = (sel, from = document) => [...from.querySelectorAll(sel)];
const one = (sel, from = document) => from.querySelector(sel);
const data = JSON.parse(one("#emaki-data").textContent);
const articles = all("article.alert");
const SVG = "http://www.w3.org/2000/svg";
root.classList.add("scripted");

// Characters that turn the direction of text would let a log dress one name up as another.
const plain = (text) => String(text).replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "\ufffd");
const make = (tag, classes, text) => {
  const el = document.createElement(tag);
  if (classes) el.className = classes;
  if (text !== undefined) el.textContent = plain(text);
  return el;
};
const button = (text, label, act) => {
  const el = make("button", "btn quiet sm", text);
  el.setAttribute("aria-label", label);
  el.addEventListener("click", act);
  return el;
};
const copy = (text, from) => {
  const done = () => { from.textContent = "Copied"; };
  if (navigator.clipboard) navigator.clipboard.writeText(text).then(done, () => {});
};
const calm = matchMedia("(prefers-reduced-motion: reduce)");

class Alert {
  constructor(article) {
    this.el = article;
    this.data = data[Number(article.dataset.alert)];
    this.svg = one("svg.story", article);
    this.scroll = one(".scroll", article);
    this.stage = one(".stage", article);
    this.drawer = one(".drawer", article);
    this.tabs = all("[role=tab]", article);
    this.views = all(".view", article);
    this.cards = all(".step", this.svg).map((el) => ({
      el,
      step: Number(el.dataset.step),
      steps: (el.dataset.steps || el.dataset.step).split(" ").map(Number),
      lane: Number(el.dataset.lane),
      box: el.getBBox(),
    }));
    this.heads = all(".head", this.svg).map((el) => ({
      el, lane: Number(el.dataset.lane), rail: el.dataset.rail.split(" ").map(Number), name: one(".who", el).textContent,
    }));
    this.width = this.svg.viewBox.baseVal.width;
    this.height = this.svg.viewBox.baseVal.height;
    this.zoom = 1;
    this.current = this.gravest();
    this.prepare();
  }

  gravest() {
    const order = ["informational", "low", "medium", "high", "critical"];
    let best = 0;
    this.cards.forEach((c, i) => {
      const level = (k) => order.indexOf(this.data.steps[this.cards[k].step - 1].level);
      if (level(i) > level(best)) best = i;
    });
    return best;
  }

  prepare() {
    this.cards.forEach((c, i) => {
      c.el.setAttribute("tabindex", i === this.current ? "0" : "-1");
      c.el.addEventListener("click", () => { this.select(i, false); this.open(); });
    });
    this.tabs.forEach((tab, i) => {
      tab.addEventListener("click", () => this.show(i));
      tab.addEventListener("keydown", (e) => {
        const to = { ArrowRight: 1, ArrowLeft: -1 }[e.key];
        if (!to) return;
        e.preventDefault(); e.stopPropagation();
        this.show((i + to + this.tabs.length) % this.tabs.length);
        this.tabs[this.tab].focus();
      });
    });
    this.scroll.removeAttribute("tabindex");
    this.scroll.addEventListener("scroll", () => this.frame());
    this.stickies = this.heads.map((h) => {
      const el = make("span", "sticky", h.name);
      el.setAttribute("aria-hidden", "true");
      el.hidden = true;
      one(".pane", this.el).append(el);
      return el;
    });
    this.next = make("button", "btn nextb");
    this.next.hidden = true;
    this.next.addEventListener("click", () => this.branch(1, this.scroll.scrollLeft / this.zoom + this.scroll.clientWidth / this.zoom));
    this.glyph = one(".over svg", this.el);
    this.window = document.createElementNS(SVG, "rect");
    this.window.setAttribute("class", "frame");
    if (this.glyph) this.glyph.append(this.window);
    one(".pane", this.el).append(this.next);
    const search = one("input[type=search]", this.el);
    search.addEventListener("input", () => this.filter(search.value));
    this.el.addEventListener("click", (e) => {
      const b = e.target.closest("[data-do]");
      if (b) this.act(b.dataset.do, b);
    });
    this.show(0);
    this.frame();
  }

  act(what, from) {
    if (what === "fit") this.fit();
    else if (what === "in") this.scale(this.zoom * 1.2);
    else if (what === "out") this.scale(this.zoom / 1.2);
    else if (what === "full") this.scale(1);
    else if (what === "copy") copy(one("pre", from.closest("li")).textContent, from);
    else if (what === "rows") {
      const open = from.closest("tbody").nextElementSibling.classList.toggle("open");
      from.setAttribute("aria-expanded", String(open));
    }
  }

  show(i) {
    this.tab = i;
    this.tabs.forEach((t, k) => { t.setAttribute("aria-selected", String(k === i)); t.tabIndex = k === i ? 0 : -1; });
    this.views.forEach((v, k) => { v.hidden = k !== i; });
    one(".tools", this.el).hidden = i !== 0;
    if (i === 0) this.frame();
    if (i === 1) this.mark();
  }

  mark() {
    all(".cur", this.el).forEach((r) => r.classList.remove("cur"));
    const card = this.cards[this.current];
    if (card && this.marked) card.steps.forEach((s) => all(`.events tr[data-step="${s}"]`, this.el).forEach((r) => r.classList.add("cur")));
  }

  scale(zoom, x) {
    const middle = x === undefined ? (this.scroll.scrollLeft + this.scroll.clientWidth / 2) / this.zoom : x;
    this.zoom = Math.min(2, Math.max(0.1, zoom));
    this.svg.setAttribute("width", String(this.width * this.zoom));
    this.svg.setAttribute("height", String(this.height * this.zoom));
    one(".zoom", this.el).textContent = `${Math.round(this.zoom * 100)} %`;
    this.scroll.scrollLeft = middle * this.zoom - this.scroll.clientWidth / 2;
    this.frame();
  }

  fit() { this.scale(Math.min(1, this.scroll.clientWidth / this.width)); }

  // Names at the left edge, the overview's frame, the next branch: all that depends on where the window stands.
  frame() {
    const left = this.scroll.scrollLeft / this.zoom, wide = this.scroll.clientWidth / this.zoom;
    const top = this.scroll.scrollTop, high = this.scroll.clientHeight;
    this.heads.forEach((h, i) => {
      const [x, y, end] = h.rail, at = y * this.zoom - top + 6, el = this.stickies[i];
      el.hidden = !(x + 150 < left && end > left + 60 && at > 0 && at < high - 16);
      el.style.top = `${at}px`;
    });
    const hinge = this.cards.find((c) => c.el.classList.contains("hinge") && c.box.x > left + wide - 40);
    this.next.hidden = !hinge;
    if (hinge) {
      const child = this.data.actors.find((a) => a.step === hinge.step);
      this.next.textContent = plain(`next branch: ${child ? child.name.slice(0, 40) : `step ${hinge.step}`} ›`);
    }
    if (!this.glyph) return;
    const g = this.glyph.viewBox.baseVal, k = g.width / this.width;
    const set = (n, v) => this.window.setAttribute(n, String(v));
    set("x", Math.max(0.6, left * k)); set("y", 0.6); set("height", g.height - 1.2); set("rx", 2);
    set("width", Math.max(4, Math.min(g.width - 1.2, wide * k)));
    this.window.style.display = wide >= this.width ? "none" : "";
  }

  reveal(card) {
    const x = card.box.x * this.zoom, w = card.box.width * this.zoom, y = card.box.y * this.zoom, h = card.box.height * this.zoom;
    const s = this.scroll, behavior = calm.matches ? "auto" : "smooth", to = { behavior };
    if (x < s.scrollLeft + 24 || x + w > s.scrollLeft + s.clientWidth - 24) to.left = x - s.clientWidth / 2 + w / 2;
    if (y < s.scrollTop || y + h + 40 > s.scrollTop + s.clientHeight) to.top = y - 60;
    s.scrollTo(to);
  }

  select(i, focus = true) {
    if (i < 0 || i >= this.cards.length) return;
    const before = this.cards[this.current], card = this.cards[i];
    before.el.setAttribute("tabindex", "-1");
    before.el.classList.remove("sel");
    card.el.setAttribute("tabindex", "0");
    this.current = i;
    this.marked = true;
    this.reveal(card);
    if (this.stage.classList.contains("open")) { card.el.classList.add("sel"); this.fill(); }
    if (this.pathOn) this.path(true);
    if (focus) card.el.focus({ preventScroll: true });
  }

  lane(by) {
    const from = this.cards[this.current], y = from.box.y;
    const near = this.cards.map((c, i) => ({ c, i })).filter(({ c }) => (c.box.y - y) * by > 60);
    near.sort((a, b) => Math.abs(a.c.box.y - y) - Math.abs(b.c.box.y - y) || Math.abs(a.c.box.x - from.box.x) - Math.abs(b.c.box.x - from.box.x));
    if (near.length) this.select(near[0].i);
  }

  branch(by, after) {
    const hinges = this.cards.map((c, i) => ({ c, i })).filter(({ c }) => c.el.classList.contains("hinge"));
    if (by < 0) hinges.reverse();
    const to = hinges.find(({ c, i }) => (after !== undefined ? c.box.x > after - 40 : (i - this.current) * by > 0));
    if (to) this.select(to.i);
  }

  // Steps from the origin to this one: those of its actor up to it, and of each parent up to the branch.
  path(on) {
    this.pathOn = on;
    this.svg.classList.toggle("path", on);
    if (!on) return;
    let step = this.cards[this.current].step, actor = this.data.steps[step - 1].actor;
    const shown = new Set();
    for (let guard = 0; actor >= 0 && guard < 1000; guard++) {
      this.data.steps.forEach((s, i) => { if (s.actor === actor && i < step) shown.add(i + 1); });
      const who = this.data.actors[actor];
      step = who.step || step;
      actor = who.parent;
    }
    this.cards.forEach((c) => c.el.classList.toggle("on", c.steps.some((s) => shown.has(s))));
  }

  open() {
    if (!this.stage.classList.contains("open")) {
      this.stage.classList.add("open");
      this.drawer.hidden = false;
    }
    this.cards[this.current].el.classList.add("sel");
    this.fill();
    this.reveal(this.cards[this.current]);
    this.frame();
    one("h2", this.drawer).focus({ preventScroll: true });
  }

  close() {
    if (!this.stage.classList.contains("open")) return false;
    this.stage.classList.remove("open");
    this.drawer.hidden = true;
    this.cards.forEach((c) => c.el.classList.remove("sel"));
    this.cards[this.current].el.focus({ preventScroll: true });
    this.frame();
    return true;
  }

  fill() {
    const card = this.cards[this.current], d = this.drawer, step = this.data.steps[card.step - 1];
    d.replaceChildren();
    const row = make("div", "row");
    row.append(make("span", `tag t-${step.family}`, step.tactic), make("span", "faint sm", `step ${card.step} of ${this.data.steps.length}`),
      make("span", "sp"), button("‹", "Step before", () => this.select(this.current - 1, false)),
      button("›", "Next step", () => this.select(this.current + 1, false)), button("✕", "Close", () => this.close()));
    const title = make("h2", "", card.steps.length > 1 ? `${card.steps.length} steps` : step.title);
    title.tabIndex = -1;
    d.append(row, title);
    if (card.steps.length === 1) this.fillStep(d, step);
    else card.steps.forEach((n) => this.fillStack(d, n));
    d.scrollTop = 0;
  }

  fillStack(d, n) {
    const step = this.data.steps[n - 1], box = make("details"), name = make("summary");
    name.append(make("b", "", `${n} `), make("span", "", step.title), make("span", "faint", ` ${step.from}`));
    box.append(name);
    box.addEventListener("toggle", () => { if (box.open && box.children.length === 1) this.fillStep(box, step); });
    d.append(box);
  }

  fillStep(d, step) {
    const words = { succeeded: "succeeded", failed: "failed", mixed: `${step.count - step.failed} succeeded, ${step.failed} failed` };
    const time = step.from === step.to ? step.from : `${step.from} – ${step.to}`;
    d.append(make("p", "muted sm", `${step.day}, ${time} UTC · ${words[step.outcome]} · ${step.count} ${step.count === 1 ? "call" : "calls"}`));
    const chain = make("div", "chain"), line = [];
    for (let k = step.actor, guard = 0; k >= 0 && guard < 100; k = this.data.actors[k].parent, guard++) line.unshift(this.data.actors[k]);
    line.forEach((a, i) => {
      if (i) chain.append(make("i", "", a.via), make("b", "", a.name), make("span", "faint", a.sure));
      else chain.append(make("b", "", a.name), make("span", "faint", a.kind));
    });
    this.part(d, "How this actor got here").append(chain);
    if (step.rules.length) this.part(d, step.rules.length > 1 ? "Rules that matched" : "Rule that matched").append(
      ...step.rules.map((r) => make("div", "", r)), make("span", "faint sm", [step.level, step.technique].filter(Boolean).join(" · ")));
    const part = this.part(d, "Evidence", `${step.events.length} of ${step.count} ${step.count === 1 ? "event" : "events"}`);
    step.events.forEach((ev, i) => part.append(this.event(ev, step, i === 0)));
  }

  part(d, name, more) {
    const el = make("section"), h = make("h3", "", name);
    if (more) h.append(make("span", "faint", more));
    el.append(h);
    d.append(el);
    return el;
  }

  event(ev, step, open) {
    const el = make("details"), name = make("summary");
    name.append(make("span", "m", `${ev.time} ${ev.service}:${ev.name}`));
    if (ev.error) name.append(make("span", "den", ev.error));
    el.append(name);
    const fill = () => {
      if (el.children.length > 1) return;
      const text = plain(this.format(ev)), pre = make("pre");
      this.highlight(pre, text, [ev.resource, ...step.resources].filter((r) => r && r.length > 2));
      const b = button("Copy", "Copy this record", () => copy(text, b));
      el.append(pre, b);
    };
    el.addEventListener("toggle", fill);
    if (open) { el.open = true; fill(); }
    return el;
  }

  format(ev) {
    if (ev.raw) try { return JSON.stringify(JSON.parse(ev.raw), null, 2); } catch { return ev.raw; }
    const { raw, ...rest } = ev;
    return JSON.stringify(rest, null, 2);
  }

  highlight(pre, text, words) {
    let at = 0;
    while (at < text.length) {
      let best = -1, word = "";
      for (const w of words) {
        const i = text.indexOf(w, at);
        if (i >= 0 && (best < 0 || i < best)) { best = i; word = w; }
      }
      if (best < 0) break;
      pre.append(text.slice(at, best), make("mark", "", word));
      at = best + word.length;
    }
    pre.append(text.slice(at));
  }

  filter(text) {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    all(".events tbody", this.el).forEach((body) => {
      const special = body.matches(".foldrow,.gapr");
      if (special) { body.hidden = words.length > 0; return; }
      let any = 0;
      all("tr", body).forEach((r) => {
        const step = this.data.steps[Number(r.dataset.step) - 1];
        const hay = `${r.textContent} ${step.title} ${step.tactic}`.toLowerCase();
        r.hidden = !words.every((w) => hay.includes(w));
        if (!r.hidden) any++;
      });
      if (body.classList.contains("more")) body.classList.toggle("open", words.length > 0 && any > 0);
      shown += any;
    });
    one(".hits", this.el).textContent = words.length ? `${shown} shown` : "";
  }

  key(e) {
    const k = e.key;
    if (k === "t") this.show(this.tab === 1 ? 0 : 1);
    else if (k === "/") { this.show(1); one("input[type=search]", this.el).focus(); }
    else if (this.tab !== 0) return k === "Escape" && (this.show(0), true);
    else if (k === "ArrowRight") this.select(this.current + (this.marked ? 1 : 0));
    else if (k === "ArrowLeft") this.select(this.current - (this.marked ? 1 : 0));
    else if (k === "ArrowUp") this.lane(-1);
    else if (k === "ArrowDown") this.lane(1);
    else if (k === "b") this.branch(1);
    else if (k === "B") this.branch(-1);
    else if (k === "o") this.path(!this.pathOn);
    else if (k === "f") this.fit();
    else if (k === "0") this.scale(1);
    else if (k === "+" || k === "=") this.scale(this.zoom * 1.2);
    else if (k === "-" || k === "−") this.scale(this.zoom / 1.2);
    else if (k === "Escape") { if (!this.close()) this.path(false); }
    else if ((k === "Enter" || k === " ") && e.target.closest(".step")) this.open();
    else return false;
    return true;
  }
}

const alerts = articles.map((el) => new Alert(el));
let active = alerts[0];

const choose = () => {
  if (alerts.length < 2) return;
  const wanted = articles.findIndex((el) => `#${el.id}` === location.hash);
  const at = wanted < 0 ? 0 : wanted;
  active = alerts[at];
  articles.forEach((el, i) => { el.hidden = i !== at; });
  all(".alerts a").forEach((a, i) => { if (i === at) a.setAttribute("aria-current", "true"); else a.removeAttribute("aria-current"); });
  active.cards.forEach((c) => { c.box = c.el.getBBox(); });
  active.frame();
};
addEventListener("hashchange", choose);
choose();

const keys = one("dialog.keyhelp");
document.addEventListener("click", (e) => {
  const b = e.target.closest("[data-do]");
  if (!b) return;
  if (b.dataset.do === "keys") keys.showModal();
  else if (b.dataset.do === "close-keys") keys.close();
  else if (b.dataset.do === "theme") {
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
  }
});
document.addEventListener("keydown", (e) => {
  if (e.ctrlKey || e.metaKey || e.altKey || keys.open) return;
  if (e.target.closest("input, textarea")) { if (e.key === "Escape") e.target.blur(); return; }
  if (e.target.closest("button, summary, a") && (e.key === "Enter" || e.key === " ")) return;
  if (e.target.closest(".drawer") && e.key.startsWith("Arrow")) return;
  if (e.key === "?") keys.showModal();
  else if (!active || !active.key(e)) return;
  e.preventDefault();
});
addEventListener("resize", () => active && active.frame());
})();

// One alert: its parts, the chosen step, the keys.
const LEVELS = ["informational", "low", "medium", "high", "critical"];

class Alert {
  constructor(article, data, page) {
    this.el = article;
    this.data = data;
    this.page = page;
    this.svg = one("svg.story", article);
    this.tabs = all("[role=tab]", article);
    this.views = all(".view", article);
    this.cards = all(".step", this.svg).map((el) => ({
      el,
      step: Number(el.dataset.step),
      steps: (el.dataset.steps || el.dataset.step).split(" ").map(Number),
      lane: Number(el.dataset.lane),
      box: el.getBBox(),
      x: one(".st", el).cx.baseVal.value,
    }));
    this.heads = all(".head", this.svg).map((el) => {
      const [x, y, end] = el.dataset.rail.split(" ").map(Number);
      return { el, lane: Number(el.dataset.lane), x, y, end, name: one(".who", el).textContent };
    });
    this.view = new View(article, this.svg, this.heads);
    this.rails = new Rails(this.svg, this.heads);
    this.path = new Path(this.svg, this.cards, this.heads, this.rails);
    this.drawer = new Drawer(this);
    this.table = new Table(article, data);
    this.filter = new Filter(this);
    this.replay = new Replay(this);
    this.current = this.gravest();
    this.prepare();
    this.filter.show();
    this.show(0);
  }

  gravest() {
    let best = 0;
    const level = (i) => LEVELS.indexOf(this.data.steps[this.cards[i].step - 1].level);
    this.cards.forEach((c, i) => { if (level(i) > level(best)) best = i; });
    return best;
  }

  prepare() {
    this.cards.forEach((c, i) => c.el.setAttribute("tabindex", i === this.current ? "0" : "-1"));
    this.svg.addEventListener("click", (e) => {
      const el = e.target.closest(".step"), i = this.cards.findIndex((c) => c.el === el);
      if (i < 0 || this.replay.isOn) return;
      this.select(i, { focus: false });
      this.open();
    });
    this.tabs.forEach((tab, i) => {
      tab.addEventListener("click", () => this.turn(i));
      tab.addEventListener("keydown", (e) => {
        const to = { ArrowRight: 1, ArrowLeft: -1 }[e.key];
        if (!to) return;
        e.preventDefault(); e.stopPropagation();
        this.turn((i + to + this.tabs.length) % this.tabs.length);
        this.tabs[this.tab].focus();
      });
    });
    this.views.forEach((v, i) => { v.setAttribute("role", "tabpanel"); v.setAttribute("aria-labelledby", this.tabs[i].id); });
    this.view.nextBranch = (right) => this.beyond(right);
    this.view.next.addEventListener("click", () => this.branch(1, this.view.left + this.view.scroll.clientWidth / this.view.zoom));
    this.el.addEventListener("click", (e) => {
      const b = e.target.closest("[data-do]");
      if (b) this.act(b.dataset.do, b);
    });
  }

  act(what, from) {
    const { view } = this;
    if (what === "fit") view.fit();
    else if (what === "in") view.scale(view.zoom * ZOOM_STEP);
    else if (what === "out") view.scale(view.zoom / ZOOM_STEP);
    else if (what === "full") view.scale(1);
    else if (what === "replay") this.replay.toggle();
    else if (what === "link") copy(this.url(), from);
    else if (what === "copy") copy(one("pre", from.closest("li")).textContent, from);
    else if (what === "rows") {
      const open = from.closest("tbody").nextElementSibling.classList.toggle("open");
      from.setAttribute("aria-expanded", String(open));
    }
  }

  // --- views ---

  show(i) {
    this.tab = i;
    if (i !== 0) this.replay.stop();
    this.tabs.forEach((t, k) => { t.setAttribute("aria-selected", String(k === i)); t.tabIndex = k === i ? 0 : -1; });
    this.views.forEach((v, k) => { v.hidden = k !== i; });
    this.filter.el.classList.toggle("elsewhere", i > 1);
    all(".tools .pic", this.el).forEach((b) => { b.hidden = i !== 0; });
    if (i === 0) this.view.frame();
    if (i === 1) this.table.mark(this.marked ? this.cards[this.current].steps : []);
  }

  turn(i) { this.show(i); this.remember(); }

  remember() { this.page.remember(this); }
  url() { return location.href.replace(/#.*$/, "") + writeLink(this, this.page.several); }

  // --- the chosen step ---

  select(i, { focus = true, quiet = false, keep = true } = {}) {
    const card = this.cards[i];
    if (!card) return;
    this.cards[this.current].el.setAttribute("tabindex", "-1");
    this.cards[this.current].el.classList.remove("sel");
    card.el.setAttribute("tabindex", "0");
    card.el.classList.add("sel");
    this.current = i;
    this.marked = true;
    this.view.reveal(card.box);
    if (this.drawer.isOpen) this.drawer.fill();
    if (this.path.pinned) this.path.pin(i);
    if (focus) this.focus();
    if (!quiet) this.announce(card);
    if (keep) this.remember();
  }

  focus() { this.cards[this.current]?.el.focus({ preventScroll: true }); }

  announce(card) {
    const step = this.data.steps[card.step - 1], line = this.ancestry(step.actor).map((a) => a.name);
    const from = line.length > 1 ? tell("REACHED", line.slice(0, -1).join(", ")) : "";
    say(tell("AT_STEP", card.step, this.data.steps.length, step.title, outcomeWords(step), line[line.length - 1]) + from);
  }

  // The actors from the first to this one.
  ancestry(actor) {
    const line = [];
    for (let k = actor, guard = 0; k >= 0 && guard < 100; k = this.data.actors[k].parent, guard++) line.unshift(this.data.actors[k]);
    return line;
  }

  // By time, over the steps that the filter lets through. The first key only shows where one is.
  walk(by, focus = true) {
    let to = this.current + (this.marked ? by : 0);
    while (this.cards[to]?.off) to += by;
    this.select(to, { focus });
  }

  lane(by) {
    const from = this.cards[this.current], y = from.box.y;
    const near = this.cards.map((c, i) => ({ c, i })).filter(({ c }) => !c.off && (c.box.y - y) * by > 60);
    near.sort((a, b) => Math.abs(a.c.box.y - y) - Math.abs(b.c.box.y - y) || Math.abs(a.c.box.x - from.box.x) - Math.abs(b.c.box.x - from.box.x));
    if (near.length) this.select(near[0].i);
  }

  branch(by, after) {
    const hinges = this.cards.map((c, i) => ({ c, i })).filter(({ c }) => c.el.classList.contains("hinge"));
    if (by < 0) hinges.reverse();
    const to = hinges.find(({ c, i }) => (after !== undefined ? c.box.x > after - 40 : (i - this.current) * by > 0));
    if (to) this.select(to.i);
  }

  // What the button says that leads to the first branch right of `right`; "" without one.
  beyond(right) {
    const hinge = this.cards.find((c) => c.el.classList.contains("hinge") && c.box.x > right);
    if (!hinge || this.replay?.isOn) return "";
    const child = this.data.actors.find((a) => a.step === hinge.step);
    return tell("NEXT_BRANCH", child ? child.name.slice(0, 40) : tell("STEP_N", hinge.step));
  }

  open() {
    this.drawer.open();
    this.view.reveal(this.cards[this.current].box);
    this.view.frame();
  }

  close() {
    if (!this.drawer.close()) return false;
    this.focus();
    this.view.frame();
    return true;
  }

  // --- keys; true when one was ours ---

  key(e) {
    const k = e.key;
    if (k === "t") this.turn(this.tab === 1 ? 0 : 1);
    else if (k === "/") { this.turn(1); this.table.search.focus(); }
    else if (this.tab !== 0) return k === "Escape" && (this.turn(0), true);
    else if (this.replay.isOn && this.replayKey(k)) return true;
    else if (k === "Escape") return this.close() || (this.path.pinned && (this.path.pin(null), true)) || this.filter.clear();
    else if ((k === "Enter" || k === " ") && e.target.closest(".step")) this.open();
    else return this.pictureKey(k);
    return true;
  }

  replayKey(k) {
    if (k === "Escape") this.replay.stop();
    else if (k === " " || k === "r") this.replay.toggle();
    else if (k === "ArrowRight") this.replay.by(1);
    else if (k === "ArrowLeft") this.replay.by(-1);
    else return k.startsWith("Arrow") || k === "b" || k === "B" || k === "o";
    return true;
  }

  pictureKey(k) {
    if (k === "ArrowRight") this.walk(1);
    else if (k === "ArrowLeft") this.walk(-1);
    else if (k === "ArrowUp") this.lane(-1);
    else if (k === "ArrowDown") this.lane(1);
    else if (k === "b") this.branch(1);
    else if (k === "B") this.branch(-1);
    else if (k === "o") this.path.pin(this.path.pinned ? null : this.current);
    else if (k === "r") this.replay.start();
    else if (k === "f") this.view.fit();
    else if (k === "0") this.view.scale(1);
    else if (k === "+" || k === "=") this.view.scale(this.view.zoom * ZOOM_STEP);
    else if (k === "-" || k === "−") this.view.scale(this.view.zoom / ZOOM_STEP);
    else return false;
    return true;
  }
}

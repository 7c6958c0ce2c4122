// The story in time: cards appear in order, rails grow, a long silence lasts little longer than a short one.
// Where the reader wants no movement it goes by key or button, one step at a time.
const SPEEDS = [0.5, 1, 2, 4, 8];
const WAIT = 700, WAIT_MORE = 1400; // ms at speed 1: after each card, and at most for the silence behind it

class Replay {
  constructor(alert) {
    this.alert = alert;
    this.at = -1;
    this.timer = 0;
    this.speed = 1;
  }

  get isOn() { return this.at >= 0; }
  get isPlaying() { return this.timer !== 0; }
  get last() { return this.alert.cards.length - 1; }

  build() {
    this.el = make("div", "player");
    this.el.setAttribute("role", "group");
    this.el.setAttribute("aria-label", tell("REPLAY"));
    this.play = button(tell("PAUSE"), "", () => this.toggle(), "btn sm play");
    this.back = button("‹", tell("BACK"), () => this.by(-1), "btn sm");
    this.ahead = button("›", tell("ON"), () => this.by(1), "btn sm");
    this.slide = make("input");
    Object.assign(this.slide, { type: "range", min: 0, max: this.last });
    this.slide.setAttribute("aria-label", tell("STEP"));
    this.slide.addEventListener("input", () => { this.pause(); this.go(Number(this.slide.value)); });
    this.pace = make("select");
    this.pace.setAttribute("aria-label", tell("SPEED"));
    this.pace.append(...SPEEDS.map((s) => new Option(`${s} ×`, String(s), s === 1, s === 1)));
    this.pace.addEventListener("change", () => {
      this.speed = Number(this.pace.value);
      if (this.isPlaying) { this.pause(); this.resume(); }
    });
    this.words = make("span", "shown muted sm");
    this.el.append(this.play, this.back, this.ahead, this.slide, this.pace, this.words,
      make("span", "sp"), button(tell("STOP"), "", () => this.stop(), "btn sm stop"));
    one(".tabs", this.alert.el).after(this.el);
  }

  start() {
    const { alert } = this;
    if (this.isOn || this.last < 0) return;
    if (!this.el) this.build();
    this.before = { left: alert.view.scroll.scrollLeft, top: alert.view.scroll.scrollTop };
    alert.close();
    alert.path.rest(true);
    alert.svg.classList.add("replay");
    alert.filter.el.classList.add("away");
    this.el.hidden = false;
    this.go(0);
    this.play.focus({ preventScroll: true });
    alert.drawer.stage.scrollIntoView({ block: "nearest", behavior: glide() });
    if (calm.matches) { this.told(); say(tell("CALM")); } else this.resume();
  }

  stop() {
    if (!this.isOn) return false;
    const { alert } = this, inside = this.el.contains(document.activeElement);
    this.pause();
    this.at = -1;
    alert.svg.classList.remove("replay");
    all(".in, .now", alert.svg).forEach((el) => el.classList.remove("in", "now"));
    alert.filter.el.classList.remove("away");
    this.el.hidden = true;
    alert.path.rest(false);
    if (inside) alert.focus();
    return true;
  }

  toggle() {
    if (!this.isOn) this.start();
    else if (this.isPlaying) this.pause();
    else { if (this.at === this.last) this.go(0); this.resume(); }
  }

  by(n) {
    this.pause();
    this.go(clamp(0, this.at + n, this.last));
  }

  resume() {
    if (this.at < this.last) this.timer = setTimeout(() => { this.go(this.at + 1); this.resume(); }, this.wait());
    else this.timer = 0;
    this.told();
  }

  pause() {
    clearTimeout(this.timer);
    this.timer = 0;
    this.told();
  }

  wait() {
    const when = (i) => this.alert.data.steps[this.alert.cards[i].steps[0] - 1].at;
    const silence = Math.max(0, when(this.at + 1) - when(this.at));
    return (WAIT + Math.min(WAIT_MORE, 120 * Math.log2(1 + silence / 15))) / this.speed;
  }

  told() {
    this.play.textContent = tell(this.isPlaying ? "PAUSE" : this.at === this.last ? "AGAIN" : "PLAY");
    this.back.disabled = this.at <= 0;
    this.ahead.disabled = this.at >= this.last;
  }

  // Shows all up to card `at`: with a card the branches that leave it, and the heads that these lead to.
  go(at) {
    const { alert } = this, { cards, heads, path } = alert, ends = new Map();
    this.at = at;
    cards.forEach((c, i) => { c.el.classList.toggle("in", i <= at); c.el.classList.toggle("now", i === at); });
    const edgeOf = (lane) => path.edges.find((e) => e.lane === lane);
    heads.forEach((h) => {
      const edge = edgeOf(h.lane), own = cards.filter((c) => c.lane === h.lane), begun = edge ? edge.card <= at : cards.indexOf(own[0]) <= at;
      h.el.classList.toggle("in", begun);
      if (!begun) return;
      const past = own.filter((c) => cards.indexOf(c) <= at);
      ends.set(h.lane, past.length === own.length ? Infinity : past.length ? past[past.length - 1].x : h.x + 24);
    });
    all(".edge[data-card]", alert.svg).forEach((el) => el.classList.toggle("in", Number(el.dataset.card) <= at));
    path.links.forEach((l) => l.el.classList.toggle("in", Math.max(l.from, l.to) <= at));
    alert.rails.show(new Map([...ends].map(([lane, x]) => [lane, Math.min(x, alert.view.width)])));
    alert.select(at, { focus: false, quiet: this.isPlaying });
    const step = alert.data.steps[cards[at].step - 1];
    this.slide.value = String(at);
    this.slide.setAttribute("aria-valuetext", tell("STEP_AT", cards[at].step, step.from));
    this.words.textContent = tell("REPLAYED", at + 1, cards.length, step.from);
    this.told();
  }
}

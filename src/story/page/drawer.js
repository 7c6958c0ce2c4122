// Beside the picture: one step, how its actor got there, the rules that matched, the records.
class Drawer {
  constructor(alert) {
    this.alert = alert;
    this.el = one(".drawer", alert.el);
    this.stage = one(".stage", alert.el);
  }

  get isOpen() { return this.stage.classList.contains("open"); }

  open() {
    this.stage.classList.add("open");
    this.el.hidden = false;
    this.fill();
    one("h2", this.el).focus({ preventScroll: true });
  }

  close() {
    if (!this.isOpen) return false;
    this.stage.classList.remove("open");
    this.el.hidden = true;
    return true;
  }

  fill() {
    const { alert, el } = this, { steps } = alert.data, card = alert.cards[alert.current], step = steps[card.step - 1];
    const kept = el.contains(document.activeElement) ? document.activeElement.getAttribute("aria-label") : null;
    el.replaceChildren();
    const row = make("div", "row"), does = make("span", "does");
    const link = button(tell("LINK"), tell("LINK_HERE"), () => copy(alert.url(), link));
    does.append(link, button("‹", tell("STEP_BEFORE"), () => alert.walk(-1, false)), button("›", tell("NEXT_STEP"), () => alert.walk(1, false)),
      button("✕", tell("CLOSE"), () => alert.close()));
    row.append(make("span", `tag t-${step.family}`, step.tactic), make("span", "faint sm nw", tell("STEP_OF", card.step, steps.length)), does);
    const title = make("h2", "", card.steps.length > 1 ? tell("STEPS", card.steps.length) : step.title);
    title.tabIndex = -1;
    el.append(row, title);
    if (card.steps.length === 1) this.step(el, step);
    else card.steps.forEach((n) => this.stack(el, n));
    el.scrollTop = 0;
    if (kept) [...does.children].find((b) => b.getAttribute("aria-label") === kept)?.focus();
  }

  stack(to, n) {
    const step = this.alert.data.steps[n - 1], box = make("details"), name = make("summary");
    name.append(make("b", "", `${n} `), make("span", "", step.title), make("span", "faint", ` ${step.from}`));
    box.append(name);
    box.addEventListener("toggle", () => { if (box.open && box.children.length === 1) this.step(box, step); });
    to.append(box);
  }

  step(to, step) {
    const time = step.from === step.to ? step.from : `${step.from} – ${step.to}`;
    to.append(make("p", "muted sm", tell("WHEN", step.day, time, outcomeWords(step), step.count)));
    const chain = make("div", "chain");
    this.alert.ancestry(step.actor).forEach((a, i) => {
      if (i) chain.append(make("i", "", a.via), make("b", "", a.name), make("span", "faint", a.sure));
      else chain.append(make("b", "", a.name), make("span", "faint", a.kind));
    });
    this.part(to, tell("HOW")).append(chain);
    if (step.rules.length) this.part(to, tell(step.rules.length > 1 ? "RULES" : "RULE")).append(
      ...step.rules.map((r) => make("div", "", r)), make("span", "faint sm", [step.level, step.technique].filter(Boolean).join(" · ")));
    const part = this.part(to, tell("EVIDENCE"), tell("EVIDENCE_OF", step.events.length, step.count));
    step.events.forEach((ev, i) => part.append(this.event(ev, step, i === 0)));
  }

  part(to, name, more) {
    const el = make("section"), h = make("h3", "", name);
    if (more) h.append(make("span", "faint", more));
    el.append(h);
    to.append(el);
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
      pre.tabIndex = 0; // it scrolls
      pre.setAttribute("role", "region");
      pre.setAttribute("aria-label", tell("RECORD", ev.name, ev.time));
      this.highlight(pre, text, [ev.resource, ...step.resources].filter((r) => r && r.length > 2));
      const b = button(tell("COPY"), tell("COPY_RECORD"), () => copy(text, b));
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
}

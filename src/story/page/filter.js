// Which steps are looked at: by tactic, actor, outcome. The others are dimmed, not removed, and the count is said.
// A key is what stands in the page's address: a tactic's tag, an actor's id, an outcome.
const OUTCOMES = ["succeeded", "failed"];
const tacticKey = (step) => step.tag || "context";

class Filter {
  constructor(alert) {
    this.alert = alert;
    this.chosen = { tactic: new Set(), outcome: new Set(), actor: "" };
    this.chips = [];
    this.build();
    this.ribbon();
  }

  get steps() { return this.alert.data.steps; }
  get isOn() { return this.chosen.tactic.size + this.chosen.outcome.size > 0 || this.chosen.actor !== ""; }

  lets(step) {
    const { tactic, outcome, actor } = this.chosen;
    if (tactic.size && !tactic.has(tacticKey(step))) return false;
    if (outcome.size && step.outcome !== "mixed" && !outcome.has(step.outcome)) return false;
    return !actor || this.alert.data.actors[step.actor].id === actor;
  }

  build() {
    const tactics = new Map(), { actors } = this.alert.data;
    this.steps.forEach((s) => {
      const known = tactics.get(tacticKey(s)) || { words: s.tactic, family: s.family, count: 0 };
      known.count++;
      tactics.set(tacticKey(s), known);
    });
    this.tactics = tactics;
    this.el = make("div", "filters");
    this.el.setAttribute("role", "group");
    this.el.setAttribute("aria-label", tell("FILTER"));
    if (tactics.size > 1) tactics.forEach((t, key) => this.chip("tactic", key, t.words, t.count, `chip t-${t.family}`));
    const counts = OUTCOMES.map((o) => this.steps.filter((s) => s.outcome === o || s.outcome === "mixed").length);
    if (counts.every(Boolean)) OUTCOMES.forEach((o, i) => this.chip("outcome", o, `${i ? "⊘" : "✓"} ${tell(o.toUpperCase())}`, counts[i], "chip"));
    if (actors.length > 1) this.choice(actors);
    this.count = make("span", "shown muted sm");
    this.count.setAttribute("role", "status");
    this.none = button(tell("SHOW_ALL"), "", () => this.clear(), "btn quiet sm");
    this.el.append(this.count, this.none);
    this.el.hidden = this.el.children.length < 3;
    one(".tabs", this.alert.el).after(this.el);
  }

  chip(kind, key, words, count, classes) {
    const el = button(words, "", () => this.toggle(kind, key), classes);
    el.append(make("span", "n", count.toLocaleString("en")));
    this.chips.push({ el, kind, key });
    this.el.append(el);
  }

  choice(actors) {
    this.select = make("select", "who");
    this.select.setAttribute("aria-label", tell("ACTOR"));
    this.select.append(new Option(tell("ALL_ACTORS"), ""), ...actors.map((a) => new Option(plain(`${a.name} (${a.kind})`), a.id)));
    this.select.addEventListener("change", () => { this.chosen.actor = this.select.value; this.changed(); });
    this.el.append(this.select);
  }

  // For a pointer, the ribbon, the legend and a lane's head do the same.
  ribbon() {
    this.alert.svg.addEventListener("click", (e) => {
      const run = e.target.closest(".chapters [data-tactic]"), mark = e.target.closest(".legend [data-outcome]"), head = e.target.closest(".head");
      if (run) this.toggle("tactic", run.dataset.tactic || "context");
      else if (mark) this.toggle("outcome", mark.dataset.outcome);
      else if (head) {
        const { id } = this.alert.data.actors[Number(head.dataset.actor)];
        this.chosen.actor = this.chosen.actor === id ? "" : id;
        this.changed();
      }
    });
  }

  toggle(kind, key) {
    const set = this.chosen[kind];
    if (!set.delete(key)) set.add(key);
    this.changed();
  }

  clear() {
    const had = this.isOn;
    if (document.activeElement === this.none) one("button, select", this.el).focus(); // it goes
    this.put({});
    if (had) this.changed();
    return had;
  }

  // From the page's address: whatever is not known here is left out.
  put({ tactic = [], outcome = [], actor = "" }) {
    this.chosen.tactic = new Set(tactic.filter((key) => this.tactics.has(key)));
    this.chosen.outcome = new Set(outcome.filter((key) => OUTCOMES.includes(key)));
    this.chosen.actor = this.alert.data.actors.some((a) => a.id === actor) ? actor : "";
    this.show();
  }

  changed() {
    this.show();
    this.alert.remember();
  }

  show() {
    const shown = new Set();
    this.steps.forEach((s, i) => { if (this.lets(s)) shown.add(i + 1); });
    const { alert } = this;
    alert.cards.forEach((c) => {
      c.off = !c.steps.some((s) => shown.has(s));
      c.el.classList.toggle("off", c.off);
    });
    alert.table.dim(shown);
    this.chips.forEach(({ el, kind, key }) => el.setAttribute("aria-pressed", String(this.chosen[kind].has(key))));
    if (this.select) this.select.value = this.chosen.actor;
    all(".chapters [data-tactic]", alert.svg).forEach((el) => {
      el.classList.toggle("off", this.chosen.tactic.size > 0 && !this.chosen.tactic.has(el.dataset.tactic || "context"));
    });
    this.count.textContent = this.isOn ? tell("SHOWN_OF", shown.size, this.steps.length) : tell("STEPS", this.steps.length);
    this.none.classList.toggle("away", !this.isOn);
  }
}

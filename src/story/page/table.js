// The events as rows: searched by words, dimmed by the filter, the chosen step marked.
class Table {
  constructor(article, data) {
    this.el = article;
    this.data = data;
    this.search = one("input[type=search]", article);
    this.search.addEventListener("input", () => this.find(this.search.value));
  }

  get bodies() { return all(".events tbody", this.el); }

  find(text) {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    this.bodies.forEach((body) => {
      if (body.matches(".foldrow,.gapr")) { body.hidden = words.length > 0; return; }
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
    one(".hits", this.el).textContent = words.length ? tell("SHOWN", shown) : "";
  }

  // `steps`: a set of the numbers of those that the filter lets through.
  dim(steps) {
    let on = true;
    this.bodies.forEach((body) => {
      const row = one("tr[data-step]", body);
      if (row) on = steps.has(Number(row.dataset.step));
      body.classList.toggle("off", !on && !body.matches(".gapr"));
    });
  }

  mark(steps) {
    all(".cur", this.el).forEach((r) => r.classList.remove("cur"));
    const wanted = new Set(steps);
    const rows = all(".events tr[data-step]", this.el).filter((r) => wanted.has(Number(r.dataset.step)));
    rows.forEach((r) => r.classList.add("cur"));
    rows[0]?.scrollIntoView({ block: "nearest" });
  }
}

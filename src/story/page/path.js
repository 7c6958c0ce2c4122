// How did this actor get here? The steps, rails and branches from the origin to one card, lit; the rest dims. Lit rails are
// copies behind clips, which replay uses too.
class Rails {
  constructor(svg, heads) {
    const ways = all(".way", svg), clips = draw("defs", {});
    this.group = draw("g", { class: "lit", "aria-hidden": "true" });
    this.rects = heads.map((h) => {
      const way = ways.find((w) => Number(w.dataset.lane) === h.lane), id = `${svg.id}-clip-${h.lane}`;
      const rect = draw("rect", { x: h.x - 20, y: h.y - 20, height: 40, width: 0 });
      clips.append(draw("clipPath", { id }, rect));
      if (!way) return rect;
      const copied = way.cloneNode(true);
      copied.setAttribute("clip-path", `url(#${id})`);
      this.group.append(copied);
      return rect;
    });
    this.heads = heads;
    one(".rails", svg).after(clips, this.group);
  }

  // `ends`: for each lane, how far right its rail is lit; a lane that is not there is dark.
  show(ends) {
    this.heads.forEach((h, i) => {
      const end = ends.get(h.lane), width = end === undefined ? 0 : Math.max(0, end - h.x + 20);
      this.rects[i].setAttribute("width", String(width));
    });
  }
}

class Path {
  constructor(svg, cards, heads, rails) {
    this.svg = svg;
    this.cards = cards;
    this.heads = heads;
    this.rails = rails;
    this.edges = all(".edge[data-lane]", svg).map((el) => ({ el, lane: Number(el.dataset.lane), card: Number(el.dataset.card) }));
    this.links = all(".edge.link", svg).map((el) => ({ el, from: Number(el.dataset.from), to: Number(el.dataset.to) }));
    this.hovered = this.focused = this.pinned = null;
    this.listen();
  }

  listen() {
    const find = (e) => {
      const el = e.target.closest(".step, .head, .edge[data-lane]");
      if (!el) return null;
      const lane = Number(el.dataset.lane);
      if (!el.matches(".step")) return { card: -1, lane };
      return { card: this.cards.findIndex((c) => c.el === el), lane };
    };
    this.svg.addEventListener("pointerover", (e) => {
      if (e.pointerType === "touch" || e.buttons) return;
      this.hovered = find(e);
      this.update();
    });
    this.svg.addEventListener("pointerleave", () => { this.hovered = null; this.update(); });
    this.svg.addEventListener("focusin", (e) => { this.focused = e.target.matches(":focus-visible") ? find(e) : null; this.update(); });
    this.svg.addEventListener("focusout", () => { this.focused = null; this.update(); });
  }

  // From a card (-1: from the head of its lane) back to the first actor, by the branches; where a lane has none, by a link.
  trace(card, lane) {
    const on = { cards: new Set(), edges: new Set(), ends: new Map() };
    let x = card < 0 ? this.heads.find((h) => h.lane === lane).x + 24 : this.cards[card].x;
    for (let guard = 0; guard <= this.heads.length && !on.ends.has(lane); guard++) {
      on.ends.set(lane, x);
      const here = this.cards.filter((c) => c.lane === lane && c.x <= x && card >= 0);
      here.forEach((c) => on.cards.add(c));
      const edge = this.edges.find((e) => e.lane === lane)
        || this.links.find((l) => here.includes(this.cards[l.to]) && this.cards[l.from].lane !== lane);
      if (!edge) break;
      on.edges.add(edge.el);
      card = edge.card ?? edge.from;
      x = this.cards[card].x;
      lane = this.cards[card].lane;
    }
    return on;
  }

  update() {
    const at = this.off ? null : this.hovered || this.focused || this.pinned;
    this.svg.classList.toggle("path", Boolean(at));
    if (!at) { if (!this.off) this.rails.show(new Map()); return; }
    const on = this.trace(at.card, at.lane);
    this.cards.forEach((c) => c.el.classList.toggle("on", on.cards.has(c)));
    this.heads.forEach((h) => h.el.classList.toggle("on", on.ends.has(h.lane)));
    [...this.edges, ...this.links].forEach((e) => e.el.classList.toggle("on", on.edges.has(e.el)));
    this.rails.show(on.ends);
  }

  // Kept for one card, whatever is pointed at; null lets go.
  pin(card) {
    this.pinned = card === null ? null : { card, lane: this.cards[card].lane };
    this.update();
  }

  rest(off) { this.off = off; this.update(); }
}

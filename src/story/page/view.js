// The window on the picture: pan, zoom, fit, and what depends on where it stands: names at the left edge, the frame in
// the overview, the way to the next branch. The picture grows by its size, so text stays sharp.
const ZOOM_LEAST = 0.1, ZOOM_MOST = 3, ZOOM_STEP = 1.2;
const DRAG_LEAST = 4; // px: less is a click

class View {
  constructor(article, svg, heads) {
    this.svg = svg;
    this.heads = heads;
    this.pane = one(".pane", article);
    this.scroll = one(".scroll", article);
    this.number = one(".zoom", article);
    this.width = svg.viewBox.baseVal.width;
    this.height = svg.viewBox.baseVal.height;
    this.zoom = 1;
    this.scroll.removeAttribute("tabindex"); // its cards take the focus
    this.room(this.height);
    this.names = heads.map((h) => {
      const el = make("span", "sticky", h.name);
      el.setAttribute("aria-hidden", "true");
      el.hidden = true;
      this.pane.append(el);
      return el;
    });
    this.next = make("button", "btn nextb");
    this.next.hidden = true;
    this.pane.append(this.next);
    this.glyph = one(".over svg", article);
    if (this.glyph) {
      this.window = draw("rect", { class: "frame" });
      this.glyph.append(this.window);
    }
    this.listen();
  }

  get left() { return this.scroll.scrollLeft / this.zoom; }

  listen() {
    const s = this.scroll;
    s.addEventListener("scroll", () => this.frame(), { passive: true });
    s.addEventListener("wheel", (e) => this.wheel(e), { passive: false });
    this.grab(s, (e) => e.button === 0 && e.pointerType !== "touch", (dx, dy, from) => s.scrollTo({ left: from.left - dx, top: from.top - dy, behavior: "instant" }));
    this.pinch(s);
    if (this.glyph) this.overview(this.glyph.parentElement);
  }

  // A pinch on a trackpad comes as a wheel with Ctrl.
  wheel(e) {
    if (!e.ctrlKey && !e.metaKey) return;
    e.preventDefault();
    const by = clamp(-20, -e.deltaY * (e.deltaMode ? 16 : 1), 20);
    this.scale(this.zoom * Math.exp(by / 100), this.at(e));
  }

  at(e) {
    const box = this.scroll.getBoundingClientRect();
    return [e.clientX - box.left, e.clientY - box.top];
  }

  // A drag moves; what follows it is no click. Fingers scroll by themselves.
  grab(el, wanted, move) {
    let from = null;
    el.addEventListener("pointerdown", (e) => {
      this.dragged = false;
      from = wanted(e) ? { x: e.clientX, y: e.clientY, left: this.scroll.scrollLeft, top: this.scroll.scrollTop } : null;
    });
    el.addEventListener("pointermove", (e) => {
      if (!from || !(e.buttons & 1)) { from = null; return; }
      const dx = e.clientX - from.x, dy = e.clientY - from.y;
      if (!this.dragged && Math.hypot(dx, dy) < DRAG_LEAST) return;
      if (!this.dragged) { this.dragged = true; el.setPointerCapture(e.pointerId); el.classList.add("drag"); }
      move(dx, dy, from, e);
    });
    const end = () => { from = null; el.classList.remove("drag"); };
    el.addEventListener("pointerup", end);
    el.addEventListener("pointercancel", end);
    el.addEventListener("click", (e) => { if (this.dragged) { e.stopPropagation(); e.preventDefault(); this.dragged = false; } }, true);
  }

  pinch(s) {
    let from = null;
    const spread = (e) => Math.hypot(e.touches[0].clientX - e.touches[1].clientX, e.touches[0].clientY - e.touches[1].clientY);
    const middle = (e) => this.at({ clientX: (e.touches[0].clientX + e.touches[1].clientX) / 2, clientY: (e.touches[0].clientY + e.touches[1].clientY) / 2 });
    s.addEventListener("touchstart", (e) => { from = e.touches.length === 2 ? { spread: spread(e), zoom: this.zoom } : null; }, { passive: true });
    s.addEventListener("touchmove", (e) => {
      if (!from || e.touches.length !== 2) return;
      e.preventDefault();
      this.scale(from.zoom * spread(e) / from.spread, middle(e));
    }, { passive: false });
    let before = 1; // Safari's trackpad has events of its own
    s.addEventListener("gesturestart", (e) => { e.preventDefault(); before = this.zoom; });
    s.addEventListener("gesturechange", (e) => { e.preventDefault(); this.scale(before * e.scale, this.at(e)); });
  }

  overview(el) {
    const go = (e) => {
      const box = this.glyph.getBoundingClientRect();
      const x = (e.clientX - box.left) / box.width * this.width * this.zoom;
      this.scroll.scrollTo({ left: x - this.scroll.clientWidth / 2, behavior: "instant" });
    };
    el.addEventListener("pointerdown", go);
    this.grab(el, (e) => e.button === 0, (dx, dy, from, e) => go(e));
  }

  // The window's height, as far as there is room. It stays while a wheel makes the picture smaller, so as not to slip away
  // from under the pointer.
  room(height) { this.scroll.style.setProperty("--h", `${height}px`); }

  // Zooms; the point `at` of the window, or its middle, stays where it is.
  scale(zoom, at) {
    const s = this.scroll, [x, y] = at || [s.clientWidth / 2, s.clientHeight / 2];
    const px = (s.scrollLeft + x) / this.zoom, py = (s.scrollTop + y) / this.zoom;
    this.zoom = clamp(ZOOM_LEAST, zoom, ZOOM_MOST);
    this.room(this.height);
    this.svg.setAttribute("width", String(this.width * this.zoom));
    this.svg.setAttribute("height", String(this.height * this.zoom));
    const percent = `${Math.round(this.zoom * 100)} %`;
    this.number.textContent = percent;
    this.number.setAttribute("aria-label", tell("PERCENT", percent));
    s.scrollTo({ left: px * this.zoom - x, top: py * this.zoom - y, behavior: "instant" });
    this.frame();
  }

  // The whole picture, never larger than it was drawn.
  fit() {
    const s = this.scroll, most = parseFloat(getComputedStyle(s).maxHeight) || s.clientHeight;
    this.scale(Math.min(1, s.clientWidth / this.width, most / this.height));
    this.room(this.height * this.zoom);
    s.scrollTo({ left: 0, top: 0, behavior: "instant" });
  }

  reveal(box) {
    const k = this.zoom, x = box.x * k, w = box.width * k, y = box.y * k, h = box.height * k;
    const s = this.scroll, to = { behavior: glide() };
    if (x < s.scrollLeft + 24 || x + w > s.scrollLeft + s.clientWidth - 24) to.left = x - s.clientWidth / 2 + w / 2;
    if (y < s.scrollTop || y + h + 40 > s.scrollTop + s.clientHeight) to.top = y - 60;
    if (to.left !== undefined || to.top !== undefined) s.scrollTo(to);
  }

  frame() {
    const left = this.left, wide = this.scroll.clientWidth / this.zoom;
    const top = this.scroll.scrollTop, high = this.scroll.clientHeight;
    this.heads.forEach((h, i) => {
      const at = h.y * this.zoom - top + 6, el = this.names[i];
      el.hidden = !(h.x + 150 < left && h.end > left + 60 && at > 0 && at < high - 16);
      el.style.top = `${at}px`;
    });
    const words = this.nextBranch ? this.nextBranch(left + wide - 40) : "";
    this.next.hidden = !words;
    this.next.textContent = plain(words);
    if (!this.glyph) return;
    const g = this.glyph.viewBox.baseVal, k = g.width / this.width;
    const set = (n, v) => this.window.setAttribute(n, String(v));
    set("x", Math.max(0.6, left * k)); set("y", 0.6); set("height", g.height - 1.2); set("rx", 2);
    set("width", clamp(4, wide * k, g.width - 1.2));
    this.window.style.display = wide >= this.width ? "none" : "";
  }
}

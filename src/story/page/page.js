// The page: which alert is shown, its address, the keys that are for all.
const articles = all("article.alert");
const keys = one("dialog.keyhelp");

const page = {
  several: articles.length > 1,
  alerts: [],
  active: null,

  // An alert's parts are made when it is first looked at: there may be hundreds.
  choose(at) {
    articles.forEach((el, i) => { el.hidden = i !== at; });
    all(".alerts a").forEach((a, i) => { if (i === at) a.setAttribute("aria-current", "true"); else a.removeAttribute("aria-current"); });
    if (this.active !== this.alerts[at]) this.active?.replay.stop();
    if (!this.alerts[at]) {
      all(".view", articles[at]).forEach((v, i) => { v.hidden = i > 0; }); // a long table is not laid out to measure cards
      this.alerts[at] = new Alert(articles[at], data[at], this);
    }
    this.active = this.alerts[at];
    this.active.view.frame();
  },

  // Browsers slow down a page whose address changes all the time: it is written once things are still.
  remember(alert) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      if (alert !== this.active) return;
      const to = writeLink(alert, this.several);
      if (to === location.hash || (to === "#" && !location.hash)) return;
      try { history.replaceState(null, "", to); } catch { /* a frame without an address of its own */ }
    }, 200);
  },

  follow() {
    const link = readLink(location.hash), numbered = /^s\d+$/.test(link.step);
    let at = data.findIndex((a, i) => (link.alert ? a.id === link.alert || articles[i].id === `alert-${link.alert}`
      : link.step && !numbered && a.steps.some((s) => s.id === link.step)));
    if (at < 0) at = 0;
    this.choose(at);
    const alert = this.active, number = numbered ? Number(link.step.slice(1)) : data[at].steps.findIndex((s) => s.id === link.step) + 1;
    const card = number ? alert.cards.findIndex((c) => c.steps.includes(number)) : -1;
    alert.filter.put(link);
    if (card >= 0) alert.select(card, { focus: false, keep: false });
    alert.show(link.view);
    if (card < 0 && link.alert) articles[at].scrollIntoView();
    if (card < 0 || link.view !== 0) return;
    alert.cards[card].el.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
    alert.focus();
  },
};

if (articles.length) {
  page.follow();
  addEventListener("hashchange", () => { if (readLink(location.hash).ours) page.follow(); });
  addEventListener("resize", () => page.active.view.frame());
  addEventListener("beforeprint", () => page.active.replay.stop());
}

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
  if (e.target.closest("input:not([type=range]), textarea, select")) { if (e.key === "Escape") e.target.blur(); return; }
  if (e.target.closest("input") && e.key.startsWith("Arrow")) return;
  if (e.target.closest("button, summary, a") && (e.key === "Enter" || e.key === " ")) return;
  if (e.target.closest(".drawer") && e.key.startsWith("Arrow")) return;
  if (e.key === "?") keys.showModal();
  else if (!page.active || !page.active.key(e)) return;
  e.preventDefault();
});

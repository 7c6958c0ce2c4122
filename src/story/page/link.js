// What the page's address keeps behind #, so that a link opens the same sight:
//   #step-ID, or #alert-ID (or -N) where no step is chosen, then &tactic=…&outcome=…&actor=ID&view=table
// It comes from anywhere: it is only ever compared with what the page knows.
const VIEWS = ["story", "table", "narrative", "response"];

const readLink = (hash) => {
  const [first, ...rest] = hash.replace(/^#/, "").split("&");
  const [, kind, id] = /^(step|alert)-([0-9a-z]+)$/.exec(first) || [];
  const more = new URLSearchParams((kind ? rest : [first, ...rest]).join("&"));
  const known = ["tactic", "outcome", "actor", "view"].some((name) => more.has(name));
  return {
    ours: Boolean(kind) || known || hash === "", // not an anchor like that of "Skip to content"
    step: kind === "step" ? id : "", alert: kind === "alert" ? id : "", tactic: more.getAll("tactic"), outcome: more.getAll("outcome"),
    actor: more.get("actor") || "", view: Math.max(0, VIEWS.indexOf(more.get("view"))),
  };
};

const writeLink = (alert, several) => {
  const { tactic, outcome, actor } = alert.filter.chosen, more = new URLSearchParams();
  tactic.forEach((key) => more.append("tactic", key));
  outcome.forEach((key) => more.append("outcome", key));
  if (actor) more.append("actor", actor);
  if (alert.tab) more.append("view", VIEWS[alert.tab]);
  const first = alert.marked ? `step-${alert.data.steps[alert.cards[alert.current].step - 1].id}` : several ? `alert-${alert.data.id}` : "";
  return `#${[first, more.toString()].filter(Boolean).join("&")}`;
};

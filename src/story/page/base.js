// What all parts of the page's script use. The build joins the parts in the order of meson.build into one function of its
// own. Text of logs reaches the page by textContent alone; everything shown is in the page already, or in the JSON block.
const root = document.documentElement;
root.classList.add("scripted");
const all = (sel, from = document) => [...from.querySelectorAll(sel)];
const one = (sel, from = document) => from.querySelector(sel);
const { words, alerts: data } = JSON.parse(one("#emaki-data").textContent);
// A phrase of the page's language with its values: {0} is the first, {1#call|calls} goes by whether the second is 1.
const tell = (name, ...values) => words[name].replace(/\{(\d)(?:#([^|}]*)\|([^}]*))?\}/g,
  (_, n, single, several) => (single === undefined ? values[n] : String(values[n]) === "1" ? single : several));
const clamp = (least, value, most) => Math.min(most, Math.max(least, value));

// Characters that turn the direction of text would let a log dress one name up as another.
const plain = (text) => String(text).replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "\ufffd");

const make = (tag, classes, text) => {
  const el = document.createElement(tag);
  if (classes) el.className = classes;
  if (text !== undefined) el.textContent = plain(text);
  return el;
};

const draw = (tag, attributes, ...children) => {
  const el = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) el.setAttribute(name, String(value));
  el.append(...children);
  return el;
};

const button = (text, label, act, classes = "btn quiet sm") => {
  const el = make("button", classes, text);
  el.type = "button";
  if (label) el.setAttribute("aria-label", label);
  el.addEventListener("click", act);
  return el;
};

const calm = matchMedia("(prefers-reduced-motion: reduce)");
const glide = () => (calm.matches ? "auto" : "smooth");

// Said to a screen reader, when it has time: one place for the whole page.
const voice = make("div", "sr voice");
voice.setAttribute("role", "status");
document.body.append(voice);
const outcomeWords = (step) => (step.outcome === "mixed" ? tell("MIXED", step.count - step.failed, step.failed)
  : tell(step.outcome.toUpperCase()));
const say = (text) => { voice.textContent = plain(text); };

// Where the page is no secure context there is no clipboard but that of an old command.
const copyByCommand = (text) => {
  const area = make("textarea", "sr");
  area.value = text;
  document.body.append(area);
  area.select();
  const good = document.execCommand("copy");
  area.remove();
  return good;
};

const copy = async (text, from) => {
  let good = false;
  try {
    await navigator.clipboard.writeText(text);
    good = true;
  } catch {
    good = copyByCommand(text);
    from.focus();
  }
  const label = one("span", from) || from;
  from.dataset.words ??= label.textContent;
  label.textContent = tell(good ? "COPIED" : "NOT_COPIED");
  say(label.textContent);
  setTimeout(() => { label.textContent = from.dataset.words; }, 1500);
};

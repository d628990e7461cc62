// Levers: native inputs, each with a visible label, its unit and its value, in field sets by what they belong to.

let named = 0;
const unique = (stem) => `kundelab-${stem}-${++named}`;

// JupyterLab takes keys for its shortcuts (an arrow folds headings, a digit makes one) before the page sees them, unless
// the element that has the focus says no by this attribute; on an element around it, it has no effect.
const KEYED = ["input", "select", "button", "summary", "pre"];

// Inside a notebook's cell the browser does not submit a form on Enter by itself.
function submitOnEnter(form) {
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target.tagName !== "INPUT") return;
    event.preventDefault();
    form.requestSubmit();
  });
}

function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "text") made.textContent = value;
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value != null) made.setAttribute(name, value);
  }
  if (tag === "form") submitOnEnter(made);
  if (KEYED.includes(tag)) made.setAttribute("data-lm-suppress-shortcuts", "true");
  made.append(...children);
  return made;
}

function spoken(lever, value, words) {
  if (value == null) return words.gone;
  if (lever.kind === "switch") return value ? words.on : words.off;
  if (lever.kind === "choice") return "";
  const shown = (value * lever.scale).toFixed(lever.digits);
  return lever.unit ? `${shown} ${lever.unit}` : shown;
}

// One lever. `turned(key, value)` is told of every move; `set(value)` shows how it stands.
function makeLever(lever, words, turned) {
  const id = unique("lever");
  const label = element("label", { for: id, text: lever.label });
  const output = element("span", { class: "kl-value", "aria-hidden": "true" }); // the input says its value itself
  let input;
  if (lever.kind === "choice") {
    input = element("select", { id });
    for (const [value, text] of lever.options) input.append(element("option", { value, text }));
  } else if (lever.kind === "switch") {
    input = element("input", { id, type: "checkbox" });
  } else {
    input = element("input", { id, type: "range", min: lever.low, max: lever.high, step: lever.step });
  }
  const read = () => {
    if (lever.kind === "choice") return input.value;
    if (lever.kind === "switch") return input.checked;
    return Number(input.value);
  };
  const tell = (value) => {
    const text = spoken(lever, value, words);
    output.textContent = text;
    if (lever.kind === "number") input.setAttribute("aria-valuetext", text);
  };
  input.addEventListener("input", () => {
    tell(read());
    turned(lever.key, read());
  });
  const set = (value) => {
    input.disabled = value == null;
    if (value != null) {
      if (lever.kind === "switch") input.checked = value;
      else input.value = String(value);
    }
    tell(value);
  };
  const row = element("div", { class: `kl-lever kl-${lever.kind}`, "data-key": lever.key }, label, output, input);
  return { key: lever.key, row, set };
}

// All levers of one company: an element, and `show(values)`.
function makeLevers(spec, turned) {
  const box = element("div", { class: "kl-levers" });
  const levers = [];
  for (const group of Object.keys(spec.groups)) {
    const mine = spec.levers.filter((lever) => lever.group === group);
    if (!mine.length) continue;
    const field = element("fieldset", {}, element("legend", { text: spec.groups[group] }));
    for (const lever of mine) {
      const made = makeLever(lever, spec.words, turned);
      levers.push(made);
      field.append(made.row);
    }
    box.append(field);
  }
  return { box, show: (values) => levers.forEach((lever) => lever.set(values[lever.key])) };
}

// Tells the kernel what was done: one message at a time, the latest move first; after a while without an answer anyway.
function makeTeller(model, wait = 150) {
  let serial = 0, answered = 0, since = 0, pending = null, timer = null;
  const send = (message) => {
    since = performance.now();
    model.send({ ...message, serial: ++serial });
  };
  const flush = () => {
    clearTimeout(timer);
    if (!pending) return;
    const left = since + wait - performance.now();
    if (answered >= serial || left <= 0) {
      const message = pending;
      pending = null;
      send(message);
    } else timer = setTimeout(flush, left);
  };
  return {
    now: (message) => { pending = null; send(message); },
    soon: (message) => {
      pending = pending ? { ...message, value: { ...pending.value, ...message.value } } : message;
      flush();
    },
    heard: (number) => { answered = Math.max(answered, number); flush(); },
    stale: (number) => number < serial || pending !== null,
  };
}

// What panels and the lecture hall share: a company with its policies and levers, progress, what is read aloud.

// One company: its policies and its levers, two elements, and `show(state)`. `act(do, value)` and `turn(key, value)` are
// told what was done.
function makeCompany(spec, act, turn) {
  const policy = element("div", { class: "kl-preset", hidden: !spec.presets.length });
  let preset = null;
  if (spec.presets.length) {
    const id = unique("preset");
    preset = element("select", { id });
    for (const [value, text] of spec.presets) preset.append(element("option", { value, text }));
    preset.addEventListener("change", () => act("preset", preset.value));
    policy.append(element("label", { for: id, text: spec.words.preset }), preset);
  }
  const note = element("p", { class: "kl-note" });
  const levers = makeLevers(spec, turn);
  const box = element("div", { class: "kl-company" }, note, levers.box);
  return {
    policy,
    box,
    show(state) {
      levers.show(state.values);
      if (preset) preset.value = state.preset;
      note.textContent = state.note;
      note.hidden = !state.note;
    },
  };
}

function makeButton(text, name, pressed) {
  const button = element("button", { type: "button", text, class: name });
  button.addEventListener("click", pressed);
  return button;
}

// The bar of replications; without a number while the first is run.
function makeProgress(words) {
  const bar = element("progress", { "aria-label": words.replications });
  const text = element("span");
  const box = element("div", { class: "kl-progress" }, bar, text);
  return {
    box,
    show(seen) {
      bar.max = seen.of;
      if (seen.done) bar.value = seen.done;
      else bar.removeAttribute("value");
      text.textContent = seen.done ? seen.progress : words.running;
      box.hidden = seen.of === 1 && seen.done === 1;
    },
  };
}

// Read aloud: the first picture after a move, and the last; not every step between.
function makeAloud() {
  const box = element("p", { class: "kl-aloud", role: "status", "aria-live": "polite" });
  let last = 0;
  return {
    box,
    say(seen, text) {
      if (seen.done === 1 || seen.done === seen.of || seen.serial !== last) box.textContent = text;
      last = seen.serial;
    },
  };
}

function makePicture(model) {
  const picture = element("img", { class: "kl-picture", hidden: true });
  const paint = () => {
    const { src, alt } = model.get("picture");
    picture.hidden = !src;
    if (src) { picture.src = src; picture.alt = alt; }
  };
  model.on("change:picture", paint);
  paint();
  return picture;
}

// The result: one sentence, where it comes from, the measures.
function makeResult(names, words, columns = 1) {
  const sentence = element("p", { class: "kl-sentence" });
  const mark = element("p", { class: "kl-mark" });
  const guessed = element("p", { class: "kl-guessed" });
  const aloud = makeAloud(), progress = makeProgress(words), chart = makeChart(names, words, columns);
  const box = element("section", { "aria-label": words.result, class: "kl-result" },
    sentence, mark, guessed, aloud.box, progress.box, chart.box);
  return {
    box,
    show(seen) {
      box.hidden = !seen.asked;
      if (!seen.asked) { chart.clear(); sentence.textContent = mark.textContent = guessed.textContent = ""; return; }
      progress.show(seen);
      box.classList.toggle("kl-waiting", !seen.rows);
      if (!seen.rows) return;
      sentence.textContent = seen.sentence;
      mark.textContent = seen.mark;
      guessed.textContent = seen.guessed ?? "";
      chart.show(seen.rows);
      aloud.say(seen, [seen.sentence, seen.mark, seen.guessed, seen.counted].filter(Boolean).join(" "));
    },
  };
}

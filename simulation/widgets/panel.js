// The panel: levers on the left; on the right the guess, then the result.

function render({ model, el }) {
  const spec = model.get("spec"), words = spec.words;
  const tell = makeTeller(model);
  const root = element("div", { class: "kundelab kl-panel" });
  const levers = makeLevers(spec, (key, value) => tell.soon({ do: "move", value: { [key]: value } }));

  const side = element("div", { class: "kl-side" });
  let preset = null;
  if (spec.presets.length) {
    const id = unique("preset");
    preset = element("select", { id });
    for (const [value, text] of spec.presets) preset.append(element("option", { value, text }));
    preset.addEventListener("change", () => tell.now({ do: "preset", value: preset.value }));
    side.append(element("div", { class: "kl-preset" }, element("label", { for: id, text: words.preset }), preset));
  }
  const note = element("p", { class: "kl-note" });
  const reset = element("button", { type: "button", text: words.reset, class: "kl-reset" });
  reset.addEventListener("click", () => tell.now({ do: "reset" }));
  side.append(note, levers.box, reset);

  const id = unique("guess");
  const number = element("input", { id, type: "number", step: "any", min: 0 });
  const form = element("form", { class: "kl-ask", novalidate: true },
    element("label", { for: id, text: spec.ask }),
    element("div", { class: "kl-row" }, number, element("span", { text: spec.unit }),
      element("button", { type: "submit", text: words.guess, class: "kl-go" })));
  const skip = element("button", { type: "button", text: words.skip, class: "kl-skip" });
  form.append(skip);
  const problem = element("p", { class: "kl-problem", role: "alert" });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (number.value === "") { problem.textContent = words.number_missing; number.focus(); return; }
    tell.now({ do: "guess", value: Number(number.value) });
  });
  skip.addEventListener("click", () => tell.now({ do: "skip" }));

  const sentence = element("p", { class: "kl-sentence", role: "status", "aria-live": "polite" });
  const guessed = element("p", { class: "kl-guessed" });
  const rows = element("div", { class: "kl-rows" });
  const picture = element("img", { class: "kl-picture", hidden: true });
  const progress = element("progress", { "aria-label": words.running });
  const progressText = element("span");
  const bar = element("div", { class: "kl-progress" }, progress, progressText);
  const code = element("pre", { tabindex: 0, "aria-label": words.code });
  const copy = element("button", { type: "button", text: words.copy });
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(code.textContent);
    copy.textContent = words.copied;
  });
  const details = element("details", { class: "kl-code" }, element("summary", { text: words.code }), code, copy);
  const result = element("section", { "aria-label": words.result, class: "kl-result" },
    sentence, guessed, bar, rows, picture, details);
  root.append(side, element("div", { class: "kl-main" }, form, problem, result));
  el.append(root);

  const show = () => {
    const seen = model.get("seen");
    tell.heard(seen.serial);
    if (!tell.stale(seen.serial)) {
      levers.show(seen.values);
      if (preset) preset.value = seen.preset;
    }
    note.textContent = seen.note;
    problem.textContent = seen.problem;
    form.hidden = seen.asked;
    result.hidden = !seen.asked;
    if (!seen.asked) number.value = "";
    if (!seen.asked || !seen.rows) return;
    sentence.textContent = seen.sentence;
    guessed.textContent = seen.guessed;
    rows.replaceChildren(drawMeasures(seen.rows, [words.before, words.after], words));
    progress.max = seen.of;
    progress.value = seen.done;
    progressText.textContent = seen.progress;
    code.textContent = seen.code;
    copy.textContent = words.copy;
  };
  const paint = () => {
    const { src, alt } = model.get("picture");
    picture.hidden = !src;
    if (src) { picture.src = src; picture.alt = alt; }
  };
  model.on("change:seen", show);
  model.on("change:picture", paint);
  show();
  paint();
}

export default { render };

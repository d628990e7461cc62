// The panel: levers on the left; on the right the guess, then the result.

function makeGuess(spec, tell) {
  const id = unique("guess"), words = spec.words;
  const number = element("input", { id, type: "number", step: "any", inputmode: "decimal" });
  const missing = element("p", { class: "kl-problem", role: "alert" });
  const form = element("form", { class: "kl-ask", novalidate: true },
    element("label", { for: id, text: spec.ask }),
    element("div", { class: "kl-row" }, number, element("span", { text: spec.unit }),
      element("button", { type: "submit", text: words.see, class: "kl-go" })),
    missing, makeButton(words.skip, "kl-skip", () => tell.now({ do: "skip" })));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    missing.textContent = number.value === "" ? words.number_missing : "";
    if (number.value === "") number.focus();
    else tell.now({ do: "guess", value: Number(number.value) });
  });
  return {
    form,
    show(seen) {
      if (seen.asked) number.value = "";
      form.hidden = seen.asked;
    },
  };
}

function makeCode(words) {
  const code = element("pre", { tabindex: 0, "aria-label": words.code });
  const copied = element("span", { role: "status" });
  const copy = makeButton(words.copy, "kl-copy", async () => {
    getSelection().selectAllChildren(code);
    const done = navigator.clipboard
      ? await navigator.clipboard.writeText(code.textContent).then(() => true, () => false)
      : document.execCommand("copy");
    copied.textContent = done ? words.copied : words.selected;
  });
  const box = element("details", { class: "kl-code" }, element("summary", { text: words.code }), code, copy, copied);
  return {
    box,
    show(seen) {
      box.hidden = !seen.asked;
      if (code.textContent !== seen.code) { code.textContent = seen.code; copied.textContent = ""; }
    },
  };
}

function render({ model, el }) {
  const spec = model.get("spec"), words = spec.words;
  const tell = makeTeller(model);
  const company = makeCompany(spec, (what, value) => tell.now({ do: what, value }),
    (key, value) => tell.soon({ do: "move", value: { [key]: value } }));
  const reset = makeButton(words.reset, "kl-reset", () => tell.now({ do: "reset" }));
  const guess = makeGuess(spec, tell), code = makeCode(words);
  const problem = element("p", { class: "kl-problem", role: "alert" });
  const result = makeResult([words.before, words.after], words);
  el.append(element("div", { class: "kundelab kl-panel" }, element("div", { class: "kl-frame" },
    company.policy,
    element("div", { class: "kl-side" }, company.box, reset),
    element("div", { class: "kl-main" }, guess.form, problem, result.box, code.box),
    makePicture(model))));

  const show = () => {
    const seen = model.get("seen");
    tell.heard(seen.serial);
    if (!tell.stale(seen.serial)) company.show(seen);
    problem.textContent = seen.problem;
    for (const part of [guess, result, code]) part.show(seen);
  };
  model.on("change:seen", show);
  show();
}

export default { render };

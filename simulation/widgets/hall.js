// The lecture hall: companies A and B side by side; below them the hands, then the result over them.

function makeHands(spec, tell) {
  const words = spec.hall;
  const inputs = {};
  const row = element("div", { class: "kl-row" });
  for (const answer of spec.answers) {
    const id = unique("hands");
    inputs[answer] = element("input", { id, type: "number", min: 0, step: 1, value: 0 });
    row.append(element("label", { for: id, text: words[`lower_${answer.toLowerCase()}`] }), inputs[answer]);
  }
  const go = element("button", { type: "submit", text: words.see, class: "kl-go" });
  const skip = makeButton(words.skip, "kl-skip", () => tell.now({ do: "skip" }));
  row.append(go, skip);
  const form = element("form", { class: "kl-ask", novalidate: true }, element("p", { text: spec.ask }), row);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const count = (answer) => Math.max(0, Math.round(Number(inputs[answer].value)));
    tell.now({ do: "vote", value: Object.fromEntries(spec.answers.map((answer) => [answer, count(answer)])) });
  });
  return {
    form,
    show(seen) {
      form.hidden = seen.asked;
      if (seen.asked) for (const input of Object.values(inputs)) input.value = 0;
    },
  };
}

// The hands that were counted, as bars; the right answer is marked once the replications support one.
function makeCount(spec) {
  const box = element("div", { class: "kl-count" });
  return {
    box,
    show(seen) {
      const most = Math.max(1, ...Object.values(seen.hands));
      box.hidden = !seen.asked || !Object.keys(seen.hands).length;
      const counted = element("strong", { text: seen.counted ?? "" });
      box.replaceChildren(counted, ...spec.answers.filter((answer) => answer in seen.hands).map((answer) => {
        const right = seen.right === answer;
        const bar = element("span", { class: "kl-hand", style: `width: ${(7 * seen.hands[answer]) / most}em` });
        const name = spec.hall[`lower_${answer.toLowerCase()}`];
        const text = `${name}: ${seen.hands[answer]}${right ? ` ✓ ${spec.hall.right}` : ""}`;
        return element("span", { class: right ? "kl-answer kl-right" : "kl-answer" }, bar, text);
      }));
    },
  };
}

function render({ model, el }) {
  const spec = model.get("spec"), words = spec.words;
  const tell = makeTeller(model);
  const companies = {}, row = element("div", { class: "kl-companies" });
  for (const name of ["A", "B"]) {
    companies[name] = makeCompany(spec, (what, value) => tell.now({ do: what, company: name, value }),
      (key, value) => tell.soon({ do: "move", company: name, value: { [key]: value } }));
    const legend = element("legend", { text: spec.hall[name.toLowerCase()] });
    row.append(element("fieldset", { class: `kl-world kl-world-${name.toLowerCase()}` }, legend,
      companies[name].policy, companies[name].box));
  }
  const hands = makeHands(spec, tell), count = makeCount(spec);
  const problem = element("p", { class: "kl-problem", role: "alert" });
  const result = makeResult(["A", "B"], { ...words, change: spec.hall.difference }, 2);
  const reset = makeButton(words.reset, "kl-reset", () => tell.now({ do: "reset" }));
  el.append(element("div", { class: "kundelab kl-hall" }, element("div", { class: "kl-stage" },
    row, hands.form, problem, result.box, element("div", { class: "kl-foot" }, count.box, reset),
    makePicture(model))));

  const show = () => {
    const seen = model.get("seen");
    tell.heard(seen.serial);
    if (!tell.stale(seen.serial)) for (const name of ["A", "B"]) companies[name].show(seen.companies[name]);
    problem.textContent = seen.problem;
    for (const part of [hands, result, count]) part.show(seen);
  };
  model.on("change:seen", show);
  show();
}

export default { render };

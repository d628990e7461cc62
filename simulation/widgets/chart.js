// The measures of two worlds: a row each, numbers beside a drawing that begins at zero.

const SVG = "http://www.w3.org/2000/svg";

function drawn(tag, attributes) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

// The next round number above a value.
function roundUp(value) {
  if (!(value > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 1.5, 2, 3, 4, 5, 6, 8, 10].map((each) => each * power).find((each) => each >= value * 1.02) ?? 10 * power;
}

function topOf(row) {
  const values = [row.first.mean, row.first.high, row.second.mean, row.second.high, row.guess];
  return roundUp(Math.max(0, ...values.filter((value) => value != null)));
}

function drawRow(row, names) {
  const width = 420, height = 66, left = 8, right = 412, floor = 46;
  const top = topOf(row);
  const x = (value) => left + (Math.max(0, value) / top) * (right - left);
  const svg = drawn("svg", { viewBox: `0 0 ${width} ${height}`, class: "kl-drawing", role: "img" });
  svg.setAttribute("aria-label", `${row.title}: ${names[0]} ${row.first.text}, ${names[1]} ${row.second.text} ${row.unit}`);
  svg.append(drawn("line", { x1: left, x2: right, y1: floor, y2: floor, class: "kl-axis" }));
  for (const share of [0, 0.5, 1]) {
    svg.append(drawn("line", { x1: x(top * share), x2: x(top * share), y1: floor, y2: floor + 4, class: "kl-axis" }));
    const anchor = share === 0 ? "start" : share === 1 ? "end" : "middle";
    const text = drawn("text", { x: x(top * share), y: floor + 17, "text-anchor": anchor, class: "kl-tick" });
    text.textContent = String(Number((top * share).toPrecision(3)));
    svg.append(text);
  }
  if (row.guess != null) {
    svg.append(drawn("line", { x1: x(row.guess), x2: x(row.guess), y1: 2, y2: floor, class: "kl-guess" }));
  }
  [[row.first, 13, "kl-first"], [row.second, 32, "kl-second"]].forEach(([world, y, name]) => {
    if (world.mean == null) return;
    if (world.low != null) {
      const low = x(world.low), high = x(world.high);
      svg.append(drawn("path", { d: `M${low} ${y}H${high}M${low} ${y - 5}V${y + 5}M${high} ${y - 5}V${y + 5}`, class: "kl-interval" }));
    }
    const at = x(world.mean);
    svg.append(name === "kl-first"
      ? drawn("circle", { cx: at, cy: y, r: 6.5, class: name })
      : drawn("rect", { x: at - 6, y: y - 6, width: 12, height: 12, class: name }));
  });
  return svg;
}

function drawMeasures(rows, names, words) {
  const table = element("table", { class: "kl-measures" });
  const head = element("tr", {}, element("th", { text: words.measure, scope: "col" }), element("td"));
  names.forEach((name, index) => head.append(element("th", { text: name, scope: "col", class: `kl-head-${index}` })));
  head.append(element("th", { text: words.change, scope: "col" }));
  table.append(element("thead", {}, head));
  const body = element("tbody");
  for (const row of rows) {
    const title = element("th", { scope: "row", text: row.title }, element("small", { text: row.unit }));
    body.append(element("tr", {}, title, element("td", {}, drawRow(row, names)),
      element("td", { text: row.first.text }), element("td", { text: row.second.text }), element("td", { text: row.change })));
  }
  table.append(body);
  return table;
}

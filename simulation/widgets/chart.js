// The measures of two worlds: for each its numbers in a line, and below them a drawing whose axis begins at zero.

const SVG = "http://www.w3.org/2000/svg";

function drawn(tag, attributes, text) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  if (text != null) made.textContent = text;
  return made;
}

// The ends of an axis and its ticks, at round numbers; what reaches past a tick by a hair adds no other.
function axisOf(row) {
  const values = [row.first.mean, row.first.low, row.first.high, row.second.mean, row.second.low, row.second.high, row.guess]
    .filter((value) => value != null);
  const low = Math.min(0, ...values), high = Math.max(0, ...values) || (low ? 0 : 1), wide = high - low;
  const power = 10 ** Math.floor(Math.log10(wide / 4)), steps = [1, 2, 2.5, 5, 10].map((each) => each * power);
  const step = steps.find((each) => wide / each <= 4.5), hair = 0.01 * wide;
  const first = Math.floor((low + hair) / step), last = Math.max(first + 1, Math.ceil((high - hair) / step));
  const ticks = Array.from({ length: last - first + 1 }, (_, at) => (first + at) * step);
  return { ticks, bottom: ticks[0], top: ticks[ticks.length - 1] };
}

// An interval stays in one line.
const whole = (text) => text.replace(", ", ",\u00a0");

function drawWorld(svg, world, x, y, size, name) {
  if (world.mean == null) return;
  if (world.low != null) {
    const [low, high, end] = [x(world.low), x(world.high), size * 0.45];
    const path = `M${low} ${y}H${high}M${low} ${y - end}V${y + end}M${high} ${y - end}V${y + end}`;
    svg.append(drawn("path", { d: path, class: "kl-interval" }));
  }
  const at = x(world.mean), half = size / 2;
  svg.append(name === "kl-first"
    ? drawn("circle", { cx: at, cy: y, r: half, class: name })
    : drawn("rect", { x: at - half, y: y - half, width: size, height: size, class: name }));
}

// A drawing of the width of its place, in its own type size.
function drawRow(row, names, words, width, em) {
  const size = 0.8 * em, left = 0.6 * em, right = width - 0.8 * em, floor = 2.6 * em, height = 3.75 * em;
  const { ticks, bottom, top } = axisOf(row);
  const x = (value) => left + ((value - bottom) / (top - bottom)) * (right - left);
  const guess = row.guess == null ? "" : `; ${words.your_guess} ${row.guess}`;
  const label = `${row.title}, ${row.unit}: ${names[0]} ${row.first.text}, ${names[1]} ${row.second.text}${guess}`;
  const svg = drawn("svg", { width, height, class: "kl-drawing", role: "img", "aria-label": label });
  svg.append(drawn("line", { x1: left, x2: right, y1: floor, y2: floor, class: "kl-axis" }));
  for (const value of ticks) {
    const at = x(value);
    svg.append(drawn("line", { x1: at, x2: at, y1: floor, y2: floor + 0.25 * em, class: "kl-axis" }));
    const anchor = value === bottom ? "start" : value === top ? "end" : "middle";
    const place = { x: at, y: floor + 1.05 * em, "text-anchor": anchor, class: "kl-tick", "font-size": 0.78 * em };
    svg.append(drawn("text", place, String(Number(value.toPrecision(3))).replace("-", "−")));
  }
  if (row.guess != null) {
    svg.append(drawn("line", { x1: x(row.guess), x2: x(row.guess), y1: 0.1 * em, y2: floor, class: "kl-guess" }));
  }
  drawWorld(svg, row.first, x, 0.75 * em, size, "kl-first");
  drawWorld(svg, row.second, x, 1.85 * em, size, "kl-second");
  return svg;
}

// `brief`: means alone in the line, for their intervals are drawn.
function drawMeasures(rows, names, words, { width, em, brief }) {
  const table = element("table", { class: "kl-measures", "aria-label": words.result });
  const key = rows.some((row) => row.guess != null)
    ? [element("span", { class: "kl-key kl-key-guess" }), words.your_guess] : [];
  const head = element("tr", {}, element("td", {}, ...key));
  names.forEach((name, index) => head.append(
    element("th", { scope: "col" }, element("span", { class: `kl-key kl-key-${index}` }), name)));
  head.append(element("th", { text: words.change, scope: "col" }));
  table.append(element("thead", {}, head));
  for (const row of rows) {
    const title = element("th", { scope: "row", text: row.title }, element("small", { text: row.unit }));
    const both = [row.first, row.second].map((world) => (brief ? world.brief : world.text));
    const numbers = [...both, row.change].map((text) => element("td", { text: whole(text) }));
    const drawing = element("td", { colspan: 4 }, drawRow(row, names, words, width, em));
    table.append(element("tbody", {}, element("tr", {}, title, ...numbers), element("tr", {}, drawing)));
  }
  return table;
}

// A place for the measures, in one table or in several side by side, that is drawn anew when its width changes.
function makeChart(names, words, columns) {
  const box = element("div", { class: "kl-rows" });
  let shown = null, width = 0;
  const draw = () => {
    width = box.clientWidth;
    if (!shown || !width) return;
    const em = parseFloat(getComputedStyle(box).fontSize), gap = 1.2 * em;
    const beside = width < 46 * em ? 1 : Math.min(columns, shown.length); // as narrow as where levers stand in one column
    const each = Math.ceil(shown.length / beside), room = (width - gap * (beside - 1)) / beside;
    const parts = Array.from({ length: beside }, (_, place) => shown.slice(place * each, (place + 1) * each));
    box.style.cssText = `grid-template-columns: repeat(${beside}, minmax(0, 1fr)); column-gap: ${gap}px`;
    box.replaceChildren(...parts.filter((rows) => rows.length).map((rows) => drawMeasures(rows, names, words, { width: room, em, brief: columns > 1 })));
  };
  new ResizeObserver(() => { if (box.clientWidth !== width) draw(); }).observe(box);
  return { box, show: (rows) => { shown = rows; draw(); }, clear: () => { shown = null; box.replaceChildren(); } };
}

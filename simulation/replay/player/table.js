// The cases as a table: it can be sorted, searched and read without the picture, and each name opens a story.
import { fill, lasting, made } from "./words.js";
import { sample } from "./draw.js";

const PAGE = 50;

export class CaseTable {
  constructor(record, words, ink, pick) {
    Object.assign(this, { record, words, ink, pick, page: 0, sorted: "opened", down: false, picked: -1 });
    const { columns, names, needs, channels } = record;
    this.columns = [
      ["name", (row) => names[columns.name[row]]],
      ["need", (row) => needs[columns.need[row]]],
      ["channel", (row) => (columns.channel[row] ? channels[columns.channel[row] - 1] : words.none)],
      ["contacts", (row) => columns.contacts[row]],
      ["asks", (row) => columns.asks[row]],
      ["hand_offs", (row) => columns.hand_offs[row]],
      ["reply", (row) => (columns.reply[row] ? lasting(words, columns.reply[row] - 1) : words.none)],
      ["outcome", (row) => words.outcomes[columns.outcome[row]]],
    ];
    this.build();
    this.choose();
  }

  build() {
    const { words, record } = this;
    this.search = made("input", {
      type: "search", ariaLabel: words.search, placeholder: words.search, oninput: () => this.choose() });
    this.outcome = made("select", { ariaLabel: words.outcome, onchange: () => this.choose() },
      made("option", { value: "" }, words.every_outcome));
    const seen = [...new Set(record.columns.outcome)].sort();
    seen.forEach((outcome) => this.outcome.append(made("option", { value: String(outcome) }, words.outcomes[outcome])));
    this.heads = this.columns.map(([name]) => {
      const button = made("button", { type: "button", onclick: () => this.sortBy(name) }, words.columns[name]);
      return made("th", { scope: "col" }, button);
    });
    this.body = made("tbody");
    this.caption = made("caption", {}, "");
    this.before = made("button", { type: "button", onclick: () => this.turn(-1) }, words.earlier);
    this.after = made("button", { type: "button", onclick: () => this.turn(1) }, words.later);
    const table = made("table", {}, this.caption, made("thead", {}, made("tr", {}, ...this.heads)), this.body);
    const bar = made("div", { className: "kl-bar" }, this.search, this.outcome, this.before, this.after);
    this.element = made("section", { className: "kl-table", ariaLabel: words.cases }, bar, table);
  }

  valueFor(name, row) {
    const { columns } = this.record;
    if (name === "opened") return row;
    if (name === "reply") return columns.reply[row] || Infinity; // none comes last
    if (name in columns && !["name", "need", "channel", "outcome"].includes(name)) return columns[name][row];
    return this.columns.find(([key]) => key === name)[1](row);
  }

  sortBy(name) {
    this.down = this.sorted === name && !this.down;
    this.sorted = name;
    this.choose();
  }

  choose() {
    const { record, words } = this;
    const text = this.search.value.trim().toLocaleLowerCase(), outcome = this.outcome.value;
    const rows = [...record.columns.opened.keys()].filter((row) =>
      (outcome === "" || record.columns.outcome[row] === Number(outcome)) &&
      (text === "" || this.columns.some(([, say]) => String(say(row)).toLocaleLowerCase().includes(text))));
    if (this.sorted !== "opened") {
      const collator = new Intl.Collator(words.lang), sign = this.down ? -1 : 1;
      const keys = new Map(rows.map((row) => [row, this.valueFor(this.sorted, row)]));
      const compare = (a, b) => (typeof a === "string" ? collator.compare(a, b) : a === b ? 0 : a - b);
      rows.sort((a, b) => sign * compare(keys.get(a), keys.get(b)) || a - b);
    }
    this.rows = rows;
    this.page = 0;
    this.show();
  }

  turn(by) {
    this.page += by;
    this.show();
  }

  show() {
    const { rows, words, page } = this, begin = page * PAGE, end = Math.min(rows.length, begin + PAGE);
    this.caption.textContent = rows.length
      ? fill(words.caption, { first: begin + 1, last: end, all: rows.length }) : words.no_cases;
    this.before.disabled = page === 0;
    this.after.disabled = end === rows.length;
    this.columns.forEach(([name], place) => {
      const way = name === this.sorted ? (this.down ? "descending" : "ascending") : "none";
      this.heads[place].setAttribute("aria-sort", way);
    });
    this.body.replaceChildren(...rows.slice(begin, end).map((row) => this.row(row)));
  }

  row(number) {
    const [[, name], ...others] = this.columns;
    const dot = sample(this.record.columns.need[number], this.ink);
    const button = made("button", { type: "button", onclick: () => this.pick(number) }, dot, name(number));
    const cells = others.map(([, say]) => made("td", {}, String(say(number))));
    const line = made("tr", {}, made("th", { scope: "row" }, button), ...cells);
    if (number === this.picked) line.setAttribute("aria-current", "true");
    return line;
  }

  mark(number) {
    this.picked = number;
    this.show();
  }

  // Goes back to the name that was chosen, if it is still in sight.
  focus(number) {
    this.body.children[this.rows.indexOf(number) - this.page * PAGE]?.querySelector("button").focus();
  }
}

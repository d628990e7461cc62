// One customer's story, step by step, with the moment that is played marked.
import { storyOf } from "./data.js";
import { clockOf, fill, made } from "./words.js";

export class Story {
  constructor(record, words, goTo, close) {
    Object.assign(this, { record, words, goTo });
    this.title = made("h3", {}, words.story);
    this.lead = made("p", {}, words.pick_someone);
    this.steps = made("ol");
    this.close = made("button", { type: "button", hidden: true, onclick: close }, words.close);
    this.element = made("section", { className: "kl-story", ariaLabel: words.story, tabIndex: 0 },
      this.title, this.close, this.lead, this.steps);
    this.told = [];
  }

  tell(number) {
    const { record, words } = this, { columns } = record;
    this.told = number < 0 ? [] : storyOf(record, number);
    this.close.hidden = number < 0;
    this.steps.replaceChildren();
    if (number < 0) {
      this.title.textContent = words.story;
      this.lead.textContent = words.pick_someone;
      return;
    }
    const name = record.names[columns.name[number]];
    this.title.textContent = name;
    const drawn = record.numbers[columns.name[number]];
    const lead = fill(words.lead, { need: record.needs[columns.need[number]], contacts: columns.contacts[number],
      asks: columns.asks[number], hand_offs: columns.hand_offs[number],
      outcome: words.outcomes[columns.outcome[number]] });
    this.lead.textContent = drawn < 0 ? lead : `${fill(words.customer, { number: drawn })} ${lead}`;
    const first = /\d/.test(name) ? name : name.split(" ")[0];
    const called = (who) => (who === "*" ? first : who);
    this.items = this.told.map(({ time, who, whom, text }) => {
      const clock = clockOf(words, time);
      const ariaLabel = fill(words.go_to, { clock });
      const button = made("button", { type: "button", ariaLabel, onclick: () => this.goTo(time) }, clock);
      const says = whom ? `${called(who)} → ${called(whom)}: ` : `${called(who)}: `;
      return made("li", {}, button, made("span", {}, made("b", {}, says), text));
    });
    this.steps.append(...this.items);
    this.at = -2;
  }

  // Marks the last step that has been.
  follow(now) {
    let at = -1;
    while (at + 1 < this.told.length && this.told[at + 1].time <= now) at++;
    if (at === this.at || !this.told.length) return;
    this.at = at;
    this.items.forEach((item, place) => {
      item.classList.toggle("kl-to-come", place > at);
      if (place === at) item.setAttribute("aria-current", "step");
      else item.removeAttribute("aria-current");
    });
    if (at >= 0) {
      const { element } = this, item = this.items[at];
      const over = item.offsetTop + item.offsetHeight - element.scrollTop - element.clientHeight;
      if (over > 0) element.scrollTop += over;
      else if (item.offsetTop < element.scrollTop) element.scrollTop = item.offsetTop;
    }
  }
}

// The replay: a clock that plays a run, the picture, one customer's story and the table of cases.
import { unpacked, MOVES } from "./data.js";
import { clockOf, fill, made } from "./words.js";
import { World } from "./world.js";
import { addDesks, laidOut } from "./layout.js";
import { coloursOf, Painter, sample } from "./draw.js";
import { glide, jump, settle } from "./motion.js";
import { CaseTable } from "./table.js";
import { Story } from "./story.js";

const SPEEDS = [1, 5, 15, 60, 240, 720]; // minutes a second
const HASTE = { 1: 1, 5: 1, 15: 1.6, 60: 2.5, 240: 3, 720: 3 }; // of the dots, by the clock's speed
const QUIET = 150; // ticks without anything: longer stretches can be skipped
const BEFORE = 20; // ticks before the next event at which the clock goes on
const CALM = 500; // milliseconds between two pictures where less motion is wanted

class Player {
  constructor(root, record, words) {
    Object.assign(this, { root, record, words, playing: false, picked: -1, last: 0, painted: 0, minute: -1 });
    this.world = new World(record);
    this.calm = matchMedia("(prefers-reduced-motion: reduce)");
    this.look = coloursOf(root);
    this.build();
    this.painter = new Painter(record, words, this.canvas.getContext("2d"));
    this.sizes = new ResizeObserver(() => this.resize());
    this.sizes.observe(this.stage);
    this.watch = setInterval(() => this.freshen(), 1000);
    this.now = Math.max(record.begin, this.world.nextMove() - BEFORE);
    this.resize();
    this.choose(record.picked);
    this.frame = requestAnimationFrame((time) => this.tick(time));
  }

  build() {
    const { words, record } = this;
    const button = (label, onclick) => made("button", { type: "button", onclick }, label);
    this.toggle = button(words.play, () => this.play(!this.playing));
    this.toggle.className = "kl-play";
    const next = button(words.next, () => this.toNext());
    this.speed = made("select", {}, ...SPEEDS.map((minutes) =>
      made("option", { value: String(minutes) }, minutes < 60
        ? fill(words.minutes_a_second, { count: minutes }) : fill(words.hours_a_second, { count: minutes / 60 }))));
    this.speed.value = "5";
    this.quiet = made("input", { type: "checkbox", checked: true });
    this.scrub = made("input", { type: "range", min: record.begin, max: record.end, step: 10, ariaLabel: words.time,
      oninput: () => this.goTo(Number(this.scrub.value)) });
    this.clock = made("span", { className: "kl-clock" });
    this.status = made("p", { className: "kl-status" });
    const bar = made("div", { className: "kl-bar" }, this.toggle, next, this.clock,
      made("label", {}, words.speed, " ", this.speed), made("label", {}, this.quiet, " ", words.quiet));
    this.canvas = made("canvas", { tabIndex: 0, role: "img", ariaLabel: words.picture,
      onclick: (event) => this.click(event) });
    this.stage = made("div", { className: "kl-stage" }, this.canvas);
    const legend = made("p", { className: "kl-legend" }, ...record.needs.map((need, number) =>
      made("span", {}, sample(number, this.look.ink), need)), made("span", {}, words.legend));
    this.story = new Story(record, words, (time) => this.goTo(time), () => this.close());
    this.table = new CaseTable(record, words, this.look.ink, (number) => this.open(number));
    const notes = record.note ? [made("p", { className: "kl-note" }, record.note)] : [];
    this.root.append(...notes, bar, this.scrub,
      made("div", { className: "kl-scene" }, made("div", {}, this.stage, this.status, legend), this.story.element),
      this.table.element, made("p", { className: "kl-note" }, words.keys));
    this.root.addEventListener("keydown", (event) => this.key(event));
  }

  key(event) {
    const typing = event.target.closest("input, select"), pressing = event.target.closest("button");
    const goes = { ArrowRight: 100, ArrowLeft: -100 }[event.key];
    if (event.key === " " && !typing && !pressing) this.play(!this.playing);
    else if (goes && !typing) this.goTo(this.now + goes * (event.shiftKey ? 6 : 1));
    else if (event.key === "Escape" && this.picked >= 0) this.close();
    else if (!typing) return;
    if (!typing) event.preventDefault();
    event.stopPropagation(); // a notebook has keys of its own
  }

  play(on) {
    if (on && this.now >= this.record.end) this.goTo(this.record.begin);
    this.playing = on;
    this.toggle.textContent = on ? this.words.pause : this.words.play;
    this.status.setAttribute("aria-live", on ? "off" : "polite"); // read out where the clock stands, not while it runs
    if (!on) this.say();
  }

  goTo(now) {
    this.now = Math.max(this.record.begin, Math.min(this.record.end, now));
    this.world.goTo(this.now);
    settle(this.world, this.plan);
    jump(this.world);
    this.say();
    this.dirty = true;
  }

  toNext() {
    const mine = this.story.told.find(({ time }) => time > this.now);
    const next = this.picked >= 0 ? (mine ? mine.time : this.record.end) : this.world.nextChange();
    this.now = Math.min(this.record.end, next);
    this.dirty = true;
    this.world.goTo(this.now);
    this.say();
  }

  // Picks a customer; the clock goes to where her story begins, unless it is in the midst of it.
  choose(number) {
    this.picked = number;
    this.story.tell(number);
    this.table.mark(number);
    const { begins, time } = this.record;
    const outside = number >= 0 && (this.now < time[begins[number]] || this.now > time[begins[number + 1] - 1]);
    if (outside) this.goTo(time[begins[number]] - BEFORE);
    this.dirty = true;
  }

  open(number) {
    this.choose(number);
    this.story.element.focus();
  }

  close() {
    const row = this.picked;
    this.choose(-1);
    this.table.focus(row);
  }

  click(event) {
    const area = this.canvas.getBoundingClientRect();
    const x = event.clientX - area.left, y = event.clientY - area.top;
    let nearest = -1, least = 18;
    for (const { tokens } of this.world.places) {
      for (const token of tokens) {
        const away = Math.hypot(token.x - x, token.y - y);
        if (away < least) [nearest, least] = [token.number, away];
      }
    }
    this.choose(nearest);
  }

  resize() {
    const { record, stage, canvas } = this;
    const width = Math.max(320, stage.clientWidth), lanes = record.teams.length;
    const height = Math.max(220, Math.min(620, width * 0.42, width * 0.08 + width * 0.15 * lanes));
    const sharp = devicePixelRatio || 1;
    canvas.width = Math.round(width * sharp);
    canvas.height = Math.round(height * sharp);
    canvas.style.height = `${height}px`;
    canvas.getContext("2d").setTransform(sharp, 0, 0, sharp, 0, 0);
    this.root.style.setProperty("--kl-high", `${height}px`);
    const used = {
      partner: record.codes.some((said) => said[1] === MOVES.PARTNER),
      outcomes: [...new Set(record.codes.filter((said) => said[1] === MOVES.ENDS).map((said) => said[2]))].sort(),
    };
    this.plan = laidOut(record, used, width, height);
    addDesks(record, this.plan);
    this.world.places.forEach((place) => (place.dirty = true));
    this.world.goTo(this.now);
    settle(this.world, this.plan);
    jump(this.world);
    this.dirty = true;
  }

  freshen() {
    const look = coloursOf(this.root);
    if (look.ink !== this.look.ink || look.line !== this.look.line) {
      this.look = look;
      this.dirty = true;
    }
  }

  // What the picture shows, in a sentence, for those who cannot see it.
  say() {
    const says = fill(this.words.status, { clock: clockOf(this.words, this.now), ...this.world.counts() });
    if (says !== this.status.textContent) this.status.textContent = says;
  }

  tick(time) {
    this.frame = requestAnimationFrame((next) => this.tick(next));
    const elapsed = Math.min(100, time - this.last);
    this.last = time;
    if (this.playing) this.advance(elapsed);
    if (this.calm.matches && this.playing && time - this.painted < CALM) return;
    if (!this.playing && !this.dirty && !this.moving) return;
    this.painted = time;
    settle(this.world, this.plan);
    if (this.calm.matches) jump(this.world);
    else this.moving = glide(this.world, this.plan, elapsed, time, HASTE[this.speed.value]);
    this.painter.paint(this.world, this.plan, this.look, this.picked >= 0 && this.world.people.get(this.picked));
    this.dirty = false;
    this.show();
    this.say();
  }

  advance(elapsed) {
    this.now += elapsed / 1000 * Number(this.speed.value) * 10;
    const next = this.world.nextChange();
    const quiet = this.quiet.checked && !this.moving && next - this.now > QUIET;
    if (quiet) this.now = Math.min(this.record.end, next - BEFORE);
    if (this.now >= this.record.end) {
      this.now = this.record.end;
      this.play(false);
    }
    this.world.goTo(this.now);
  }

  show() {
    const minute = Math.floor(this.now / 10);
    if (minute === this.minute && this.picked === this.shown) return;
    this.minute = minute;
    this.shown = this.picked;
    const clock = clockOf(this.words, this.now);
    this.clock.textContent = clock;
    this.scrub.value = String(Math.round(this.now));
    this.scrub.setAttribute("aria-valuetext", clock);
    this.story.follow(this.now);
  }

  end() {
    cancelAnimationFrame(this.frame);
    clearInterval(this.watch);
    this.sizes.disconnect();
  }
}

// Fills an element with the replay of what has been packed; returns what ends it.
export async function start(root, bytes, words) {
  root.classList.add("kl-replay");
  root.lang = words.lang;
  if (typeof DecompressionStream === "undefined") {
    root.textContent = words.old_browser;
    return () => {};
  }
  const player = new Player(root, await unpacked(bytes), words);
  return () => player.end();
}

async function render({ model, el }) {
  const root = document.createElement("div");
  el.append(root);
  const { buffer, byteOffset, byteLength } = model.get("data");
  return start(root, new Uint8Array(buffer, byteOffset, byteLength), model.get("words"));
}

export default { render };

// Paints a moment: boxes with their words, agents, and the dots.
import { fill, lasting } from "./words.js";

export const COLOURS = ["#5790fc", "#f89c20", "#e42536", "#964a8b", "#9c9ca1", "#7a21dd"];

const SHAPES = [
  (c, x, y, r) => { c.moveTo(x + r, y); c.arc(x, y, r, 0, 2 * Math.PI); },
  (c, x, y, r) => c.rect(x - r * 0.88, y - r * 0.88, r * 1.76, r * 1.76),
  (c, x, y, r) => polygon(c, x, y + r * 0.15, r * 1.2, 3, -Math.PI / 2),
  (c, x, y, r) => polygon(c, x, y, r * 1.2, 4, 0),
  (c, x, y, r) => polygon(c, x, y - r * 0.15, r * 1.2, 3, Math.PI / 2),
  (c, x, y, r) => polygon(c, x, y, r * 1.1, 6, 0),
];

function polygon(context, x, y, r, corners, turn) {
  for (let corner = 0; corner < corners; corner++) {
    const angle = turn + (2 * Math.PI * corner) / corners;
    context[corner ? "lineTo" : "moveTo"](x + r * Math.cos(angle), y + r * Math.sin(angle));
  }
  context.closePath();
}

export function coloursOf(element) {
  const style = getComputedStyle(element);
  const value = (name, otherwise) => style.getPropertyValue(name).trim() || otherwise;
  const ink = value("--jp-ui-font-color1", style.color);
  const line = value("--jp-border-color2", "#8888"), page = value("--jp-layout-color0", "#fff");
  return { ink, line, page, font: style.fontFamily };
}

export class Painter {
  constructor(record, words, context) {
    Object.assign(this, { record, words, context });
  }

  paint(world, plan, look, picked) {
    const { context } = this;
    Object.assign(this, { world, plan, look });
    context.clearRect(0, 0, plan.width, plan.height);
    context.lineWidth = 1;
    this.boxes();
    this.agents();
    this.trails();
    const ghosts = this.dots();
    this.ghosts(ghosts);
    if (picked) this.picked(picked);
  }

  text(words, x, y, { bold = false, align = "left", size = 1, wide = Infinity, ink = this.look.ink } = {}) {
    const { context, plan } = this;
    context.font = `${bold ? "600 " : ""}${plan.unit * size}px ${this.look.font}`;
    context.textAlign = align;
    context.textBaseline = "middle";
    context.fillStyle = ink;
    if (wide === Infinity) context.fillText(words, x, y);
    else context.fillText(words, x, y, wide);
  }

  box({ x, y, w, h }) {
    const { context, look } = this;
    context.globalAlpha = 0.05;
    context.fillStyle = look.ink;
    context.fillRect(x, y, w, h);
    context.globalAlpha = 1;
    context.strokeStyle = look.line;
    context.strokeRect(x + 0.5, y + 0.5, w - 1, h - 1);
  }

  boxes() {
    const { world, plan, words, record } = this;
    const heads = { home: words.home, channel: words.channels, queue: words.queue, agent: words.agents,
      aside: words.aside, outcome: words.outcome };
    for (const [name, { x, w }] of Object.entries(plan.columns)) {
      if (name === "outcome" && !plan.outcomes.length) continue;
      this.text(heads[name], x, plan.unit, { bold: true, wide: w });
    }
    const line = plan.unit, inset = plan.unit * 0.45;
    const say = (box, words, more = {}) =>
      this.text(words, box.x + inset, box.y + line, { wide: box.w - 2 * inset, ...more });
    const counted = (box, count) => count && say(box, String(count));
    this.box(plan.home);
    counted(plan.home, world.home.count);
    plan.channels.forEach((box, channel) => {
      this.box(box);
      say(box, record.channels[channel], { bold: true });
      const seen = world.reactions[channel];
      if (seen) {
        const many = fill(words.reactions, { count: seen.toLocaleString(words.lang) });
        this.text(many, box.x + inset, box.y + box.h - 0.8 * line, { bold: true, wide: box.w - 2 * inset });
      }
    });
    record.teams.forEach(({ title, channels }, team) => {
      this.box(plan.queues[team]);
      if (!channels.length) say({ ...plan.columns.channel, y: plan.queues[team].y }, title, { bold: true });
      const queue = world.queues[team], first = queue.tokens.values().next().value;
      const span = first && lasting(words, world.now - first.since);
      if (first) say(plan.queues[team], fill(words.waiting, { count: queue.count, span }));
      this.box(plan.teams[team]);
      this.box(plan.asides[team]);
      counted(plan.asides[team], world.asides[team].count);
      const mine = record.agents.flatMap((whose, agent) => (whose === team ? [world.duty[agent].on] : []));
      const on = mine.filter(Boolean).length;
      say(plan.teams[team], fill(words.on_duty, { on, all: mine.length }));
    });
    if (plan.partner) {
      this.box(plan.partner);
      say(plan.partner, fill(words.partner, { partner: record.partner, count: world.partner.count }));
    }
    plan.outcomes.forEach((box, outcome) => {
      this.box(box);
      say(box, `${words.outcomes[outcome]}: ${world.outcomes[outcome].count}`);
    });
  }

  agents() {
    const { context, world, plan, look, record } = this;
    plan.desks.forEach((box, agent) => {
      const duty = world.duty[agent];
      context.strokeStyle = duty.on ? look.ink : look.line;
      context.setLineDash(duty.on && !duty.away ? [] : [2, 3]);
      context.lineWidth = duty.on ? 1.5 : 1;
      context.beginPath();
      context.roundRect(box.x, box.y, box.w, box.h, 4);
      const inHand = world.desks[agent].tokens.values().next().value;
      if (inHand) {
        context.globalAlpha = 0.35;
        context.fillStyle = COLOURS[record.columns.need[inHand.number] % 6];
        context.fill();
        context.globalAlpha = 1;
      }
      context.stroke();
      context.setLineDash([]);
      const z = { x: box.x + box.w - 2, y: box.y + plan.unit * 0.4 };
      if (duty.on && duty.away) this.text("z", z.x, z.y, { align: "right", bold: true });
    });
    context.lineWidth = 1;
  }

  // For a moment hand-offs leave a dashed trail behind, and those who hang up a cross.
  trails() {
    const { context, world, look } = this;
    context.strokeStyle = look.ink;
    context.lineWidth = 1.5;
    context.setLineDash([5, 4]);
    for (const { x, y, token, begun, mark } of world.trails) {
      if (mark && !Number.isNaN(x)) this.text(mark, x, y, { bold: true, align: "center", size: 1.3 });
      if (mark || Number.isNaN(begun) || Number.isNaN(x)) continue;
      const { main } = token.person; // where it went, or what it has joined there
      context.beginPath();
      context.moveTo(x, y);
      context.lineTo(main.x, main.y);
      context.stroke();
    }
    context.setLineDash([]);
    context.lineWidth = 1;
  }

  // Fills every customer's dot, need by need; returns the contacts that wait while she is elsewhere.
  dots() {
    const { context, world, look, record } = this;
    const byNeed = record.needs.map(() => []), others = [], marked = [];
    for (const place of world.places) {
      for (const token of place.tokens) {
        if (token.person.main !== token) others.push(token);
        else byNeed[record.columns.need[token.number]].push(token);
        if (token.mark) marked.push(token);
      }
    }
    context.strokeStyle = look.ink;
    byNeed.forEach((tokens, need) => {
      if (!tokens.length) return;
      context.beginPath();
      for (const { x, y, radius } of tokens) SHAPES[need % 6](context, x, y, radius);
      context.fillStyle = COLOURS[need % 6];
      context.fill();
      context.lineWidth = 0.8;
      context.stroke();
    });
    for (const { x, y, radius, mark } of marked) {
      if (radius > 3) this.text(mark, x + radius * 0.9, y - radius * 0.6, { bold: true, size: 1.15 });
    }
    return others;
  }

  ghosts(tokens) {
    const { context, record, look } = this;
    if (!tokens.length) return;
    context.strokeStyle = look.ink;
    context.lineWidth = 1;
    context.beginPath();
    for (const { number, x, y, radius } of tokens) SHAPES[record.columns.need[number] % 6](context, x, y, radius * 0.8);
    context.stroke();
  }

  // The customer whose story is read: a ring, her name, and lines to her other contacts.
  picked(person) {
    const { context, plan, look, record } = this;
    const { radius = plan.unit / 2, place } = person.main;
    let { x, y } = person.main;
    const box = place && place.dropped && plan.outcomes[place.index];
    if (Number.isNaN(x) && box) [x, y] = [box.x + box.w / 2, box.y + box.h / 2]; // one of many who are only counted
    if (Number.isNaN(x)) return;
    context.strokeStyle = look.ink;
    context.lineWidth = 1.5;
    context.setLineDash([2, 3]);
    for (const token of person.contacts.values()) {
      if (token === person.main || Number.isNaN(token.x)) continue;
      context.beginPath();
      context.moveTo(x, y);
      context.lineTo(token.x, token.y);
      context.stroke();
    }
    context.setLineDash([]);
    const need = record.columns.need[person.number] % 6, large = Math.max(radius, plan.unit * 0.5);
    context.beginPath();
    SHAPES[need](context, x, y, large);
    context.fillStyle = COLOURS[need];
    context.fill();
    context.stroke();
    context.lineWidth = 2.5;
    context.beginPath();
    context.arc(x, y, large + plan.unit * 0.45, 0, 2 * Math.PI);
    context.stroke();
    const name = record.names[record.columns.name[person.number]];
    context.font = `600 ${plan.unit}px ${look.font}`;
    const half = context.measureText(name).width / 2 + 3, below = y + large + plan.unit * 1.3;
    const at = Math.max(half, Math.min(plan.width - half, x));
    const under = below + plan.unit > plan.height ? 2 * y - below : below;
    context.globalAlpha = 0.85;
    context.fillStyle = look.page;
    context.fillRect(at - half, under - plan.unit * 0.7, 2 * half, plan.unit * 1.4);
    context.globalAlpha = 1;
    this.text(name, at, under, { bold: true, align: "center" });
  }
}

// A small picture of a need's dot for legend and table.
export function sample(need, ink) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 28;
  canvas.className = "kl-sample";
  canvas.setAttribute("aria-hidden", "true");
  const context = canvas.getContext("2d");
  context.beginPath();
  SHAPES[need % 6](context, 14, 14, 10);
  context.fillStyle = COLOURS[need % 6];
  context.fill();
  context.strokeStyle = ink;
  context.lineWidth = 1.5;
  context.stroke();
  return canvas;
}

// Gives every place its box on the canvas, and every token its spot in the box.

const SPACINGS = [20, 16, 13, 10, 8, 6.5, 5, 4, 3, 2];

const SHARES = { home: 11, channel: 12, queue: 31, agent: 16, aside: 13, outcome: 17 }; // of the width, in per cent

export function laidOut(record, used, width, height) {
  const unit = Math.max(11, Math.min(17, width / 78)); // the size of the words
  const pad = unit * 0.5, top = unit * 2;
  const foot = used.partner ? unit * 4.2 : 0;
  const columns = {};
  let left = pad;
  for (const [name, share] of Object.entries(SHARES)) {
    const wide = (width - pad) * share / 100 - pad;
    columns[name] = { x: left, w: wide };
    left += wide + pad;
  }
  const bottom = height - pad;
  const lanes = record.teams.length;
  const high = (bottom - top - foot - pad * (lanes - 1)) / lanes;
  const lane = (index) => top + index * (high + pad);
  const box = (name, y, h) => ({ ...columns[name], y, h });
  const plan = { unit, pad, columns, top, width, height, lane, high, boxes: new Map(), channels: [] };
  plan.home = box("home", top, bottom - top);
  plan.queues = record.teams.map((_, index) => box("queue", lane(index), high));
  plan.teams = record.teams.map((_, index) => box("agent", lane(index), high));
  plan.asides = record.teams.map((_, index) => box("aside", lane(index), high));
  record.teams.forEach((team, index) => team.channels.forEach((channel, place) => {
    const each = high / team.channels.length;
    const gap = place < team.channels.length - 1 ? 2 : 0;
    plan.channels[channel] = box("channel", lane(index) + place * each, each - gap);
  }));
  if (used.partner) {
    const { x } = columns.queue, end = columns.aside.x + columns.aside.w;
    plan.partner = { x, y: bottom - foot + pad, w: end - x, h: foot - pad };
  }
  const shares = used.outcomes.map((outcome) => (outcome === 0 ? 2 : 1));
  const all = shares.reduce((sum, share) => sum + share, 0);
  let y = top;
  plan.outcomes = [];
  used.outcomes.forEach((outcome, place) => {
    const each = (bottom - top + pad) * shares[place] / all;
    plan.outcomes[outcome] = box("outcome", y, each - pad);
    y += each;
  });
  return plan;
}

export function boxOf(plan, place) {
  switch (place.kind) {
    case "home": return plan.home;
    case "queue": return plan.queues[place.index];
    case "aside": return plan.asides[place.index];
    case "partner": return plan.partner;
    case "unseen": return plan.channels[place.index];
    case "agent": return plan.desks[place.index];
    default: return plan.outcomes[place.index];
  }
}

// Desks side by side in their team's box, as large as they can be.
export function addDesks(record, plan) {
  plan.desks = [];
  record.teams.forEach((_, index) => {
    const mine = record.agents.flatMap((team, agent) => (team === index ? [agent] : []));
    const box = plan.teams[index], head = plan.unit * 1.7;
    const area = { w: box.w - plan.pad, h: box.h - head - plan.pad };
    let size = plan.unit * 2.4;
    while (size > 6 && Math.floor(area.w / size) * Math.floor(area.h / size) < mine.length) size -= 1;
    const across = Math.max(1, Math.floor(area.w / size));
    mine.forEach((agent, place) => {
      plan.desks[agent] = {
        x: box.x + plan.pad + (place % across) * size, y: box.y + head + Math.floor(place / across) * size,
        w: size - 4, h: size - 4,
      };
    });
  });
}

// Spots in a place: queues fill from the agents' side, everything else from the top left.
export function spot(plan, place) {
  place.dirty = false;
  const box = boxOf(plan, place);
  if (!box) return;
  const tokens = place.tokens;
  if (place.kind === "agent") {
    let shift = 0;
    for (const token of tokens) {
      put(token, box.x + box.w / 2 + shift, box.y + box.h / 2 + shift, Math.min(plan.unit * 0.62, box.w * 0.36));
      shift += 4;
    }
    return;
  }
  const { unit } = plan, head = place.kind === "partner" ? unit * 1.5 : unit * (place.kind === "unseen" ? 1.5 : 1.8);
  const foot = unit * (place.kind === "unseen" ? 1.5 : 0.3); // under what nobody sees stand the reactions
  const x = box.x + unit * 0.4, y = box.y + head, w = box.w - unit * 0.8, h = Math.max(4, box.h - head - foot);
  const scale = unit / 12, stretch = place.kind === "aside" ? 1.5 : 1; // room for the marks beside the dots
  place.closeUp(place.rows || 1);
  let step, wide, rows, across;
  for (const spacing of SPACINGS) {
    step = spacing * scale;
    wide = step * stretch;
    rows = Math.max(1, Math.floor(h / step));
    across = Math.max(1, Math.floor(w / wide));
    if (rows * across >= place.slots.length) break;
  }
  place.rows = rows;
  const radius = Math.min(unit * 0.5, step * 0.4), last = rows * across - 1;
  for (const token of tokens) {
    const at = Math.min(token.slot, last);
    const behind = (Math.floor(at / rows) + 0.5) * wide;
    if (place.kind === "queue") put(token, x + w - behind, y + (at % rows + 0.5) * step, radius);
    else put(token, x + (at % across) * wide + 0.5 * step, y + (Math.floor(at / across) + 0.5) * step, radius);
  }
}

function put(token, x, y, radius) {
  token.tx = x;
  token.ty = y;
  token.radius = radius;
}

// Moves the dots towards where they belong, smoothly whatever the speed of the clock.
import { spot } from "./layout.js";

const NEAR = 6; // pixels from a channel's box at which a dot turns towards the queue
const TRAIL = 1400; // milliseconds that a hand-off stays visible

// Gives every place that has changed its spots.
export function settle(world, plan) {
  for (const place of world.places) if (place.dirty) spot(plan, place);
}

export function jump(world) {
  for (const { tokens } of world.places) {
    for (const token of tokens) {
      token.x = token.tx;
      token.y = token.ty;
      token.via = null;
    }
  }
  world.trails.length = 0;
}

// Lets every dot go a part of its way, the more the greater the haste; returns whether any is still on its way.
export function glide(world, plan, elapsed, now, haste) {
  const part = 1 - Math.exp(-elapsed / (150 / haste));
  let moving = false;
  for (const { tokens } of world.places) {
    for (const token of tokens) {
      if (Number.isNaN(token.x)) {
        token.x = token.tx;
        token.y = token.ty;
      }
      let { tx, ty } = token;
      if (token.via !== null) {
        const box = plan.channels[token.via];
        tx = box.x + box.w - plan.unit;
        ty = box.y + box.h / 2;
        if (Math.abs(tx - token.x) + Math.abs(ty - token.y) < NEAR) token.via = null;
      }
      const dx = tx - token.x, dy = ty - token.y;
      if (Math.abs(dx) + Math.abs(dy) < 0.3) {
        token.x = tx;
        token.y = ty;
      } else {
        token.x += dx * part;
        token.y += dy * part;
        moving = true;
      }
    }
  }
  for (const trail of world.trails) if (Number.isNaN(trail.begun)) trail.begun = now;
  world.trails = world.trails.filter((trail) => now - trail.begun < TRAIL);
  return moving || world.trails.length > 0;
}

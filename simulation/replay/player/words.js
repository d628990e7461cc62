// Puts values into words, and writes times; every word comes from the table that Python hands over.

export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

export function clockOf(words, ticks) {
  const minutes = Math.floor(ticks / 10);
  const day = Math.floor(minutes / 1440);
  const time = [Math.floor(minutes / 60) % 24, minutes % 60].map((part) => String(part).padStart(2, "0")).join(":");
  const weekday = words.weekdays.split(" ")[day % 7];
  return fill(day < 7 ? words.clock : words.clock_later, { weekday, time, day: day + 1 });
}

export function lasting(words, ticks) {
  const minutes = ticks / 10;
  if (ticks === 0) return words.at_once;
  if (minutes < 10) return fill(words.minutes, { count: minutes.toFixed(minutes < 1 ? 1 : 0) });
  if (minutes < 120) return fill(words.minutes, { count: minutes.toFixed(0) });
  if (minutes < 2880) return fill(words.hours, { count: (minutes / 60).toFixed(0) });
  return fill(words.days, { count: (minutes / 1440).toFixed(0) });
}

export function made(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name.startsWith("aria")) element.setAttribute(`aria-${name.slice(4).toLowerCase()}`, value);
    else if (name in element && name !== "role") element[name] = value;
    else element.setAttribute(name, value);
  }
  // JupyterLab takes keys for its shortcuts before the page sees them, unless the element with the focus says no.
  if (element.tabIndex >= 0) element.setAttribute("data-lm-suppress-shortcuts", "true");
  element.append(...children);
  return element;
}

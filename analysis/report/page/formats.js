// Numbers, words and elements.

/** An element with attributes, listeners (onclick) and children; texts are texts, never markup. */
function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value !== false && value !== undefined && value !== null) made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

/** A dot in a table that has the colour of a chart. */
function dotOf(colour) {
  return element("span", {class: "dot", style: `background:${colour}`, "aria-hidden": "true"});
}

function byId(id) {
  return document.getElementById(id);
}

/** A text for Plotly, which takes <b> and &lt; for markup. */
function plain(text) {
  return String(text).replace(/[&<>]/g, (letter) => ({"&": "&amp;", "<": "&lt;", ">": "&gt;"}[letter]));
}

/** "1 line", "2 lines". */
function counted(number, what) {
  return `${number.toLocaleString("en-US")} ${what}${number === 1 ? "" : "s"}`;
}

/** Four digits, or all of those before the point. */
function shown(value) {
  if (value === null || value === undefined) return "–";
  const size = Math.abs(value);
  if (size === 0) return "0";
  if (size >= 1e9 || size < 1e-3) return value.toExponential(3).replace(/\.?0+e/, "e");
  if (size >= 1000) return Math.round(value).toLocaleString("en-US");
  return String(Number(value.toPrecision(4)));
}

/** "41.39 ± 0.52": two digits of the half-width say how many digits the value has. */
function shownWithin(value, half) {
  // Half-widths below this are rounding of the batch means and not spread.
  if (value === null || half === null || half === undefined || half <= 1e-9 * Math.abs(value)) return shown(value);
  if (half < 1e-6 || Math.abs(value) >= 1e9) return `${shown(value)} ± ${shown(half)}`;
  const digits = Math.min(8, Math.max(0, 1 - Math.floor(Math.log10(half))));
  const fixed = (number) => number.toLocaleString("en-US", {minimumFractionDigits: digits, maximumFractionDigits: digits});
  return `${fixed(value)} ± ${fixed(half)}`;
}

/** "latency mean (ms)". */
function titleOf(column) {
  return column.unit ? `${column.title} (${column.unit})` : column.title;
}

const PREFIXES = [[1, ""], [1e-3, "m"], [1e-6, "µ"], [1e-9, "n"]];

/** What to multiply seconds or joules by so that a size has one to three digits, and the unit that they have then. */
function scaled(size, unit) {
  const [step, prefix] = PREFIXES.find(([least]) => size >= least) ?? PREFIXES[size > 0 ? 3 : 0];
  return {factor: Math.round(1 / step), unit: prefix + unit};
}

function median(numbers) {
  const sorted = numbers.filter((number) => number > 0).sort((a, b) => a - b);
  return sorted.length ? sorted[Math.floor(sorted.length / 2)] : 0;
}

// What of the results is shown, and the colours that tell it apart. Everything that draws asks here and listens.

// Colours that most colour-blind people can tell apart (Okabe, Ito 2008), those of analysis/plots; yellow is darker on white.
const LIGHT_COLOURS = ["#0072B2", "#E69F00", "#009E73", "#D55E00", "#56B4E9", "#CC79A7", "#B5A600", "#000000"];
const DARK_COLOURS = ["#3A9BDC", "#E69F00", "#1FB88D", "#E8743B", "#7CC8F0", "#DD96BC", "#F0E442", "#E4E8EB"];
// Beyond eight values: a scale of one direction that colour-blind people read as well (Cividis; Nunez et al. 2018).
const CIVIDIS = [[0, 34, 78], [53, 69, 108], [102, 105, 112], [148, 142, 119], [200, 184, 102], [254, 232, 56]];
const SYMBOLS = ["circle", "square", "diamond", "triangle-up", "triangle-down", "pentagon", "star", "hexagon"];
const DASHES = ["solid", "dash", "dot", "dashdot", "longdash", "longdashdot"];

const selection = {
  data: null,
  chosen: [],  // a set a dimension: the numbers of the values that are shown; an empty one shows all
  mean: false,  // whether lines that differ only in seed and run are one
  colour: 0,  // the dimension that colours tell apart
  shape: -1,  // the one that symbols and dashes tell apart; -1: none
  listeners: [],
};

function beginSelection(data) {
  selection.data = data;
  selection.chosen = data.dimensions.map(() => new Set());
  selection.mean = replications() > 1;
  const policy = dimension("policy");
  selection.colour = varies(policy) ? policy : Math.max(varied().find((number) => !isReplication(number)) ?? policy, 0);
  chooseShape();
}

function dimension(name) {
  // An axis may be called as a column of the summary is: that of the summary comes later.
  return selection.data.dimensions.map((known) => known.name).lastIndexOf(name);
}

function varies(number) {
  return selection.data.dimensions[number].values.length > 1;
}

/** The numbers of the dimensions in which lines differ. */
function varied() {
  return selection.data.dimensions.map((_, number) => number).filter(varies);
}

function isReplication(number) {
  const {name, axis} = selection.data.dimensions[number];
  return !axis && (name === "seed" || name === "run");
}

/** How many lines of the summary differ in nothing but seed and run, at most. */
function replications() {
  return selection.data.student.length + 1;
}

function chooseShape() {
  selection.shape = shapeWithout(-1);
}

/** The dimension for symbols and dashes: groups, or the first that has few values, apart from that of the colours and another. */
function shapeWithout(other) {
  const free = varied().filter((number) => number !== selection.colour && number !== other && !isReplication(number));
  const few = free.filter((number) => selection.data.dimensions[number].values.length <= DASHES.length);
  return few.find((number) => selection.data.dimensions[number].name === "group") ?? few[0] ?? -1;
}

function isShown(key) {
  return selection.chosen.every((values, number) => values.size === 0 || key[number] < 0 || values.has(key[number]));
}

function choose(number, value, on) {
  if (on) selection.chosen[number].add(value);
  else selection.chosen[number].delete(value);
  tellListeners();
}

function chooseAll() {
  selection.chosen.forEach((values) => values.clear());
  tellListeners();
}

function tellListeners() {
  selection.listeners.forEach((listener) => listener());
}

/** The key without seed and run where lines that differ only there are one. */
function mergedKey(key) {
  return selection.mean ? key.map((value, number) => (isReplication(number) ? -1 : value)) : key;
}

/** Lines in groups of the same merged key and `more`; in the order of their first. */
function grouped(keys, more = () => "") {
  const groups = new Map();
  keys.forEach((key, line) => {
    if (!isShown(key)) return;
    const merged = mergedKey(key);
    const name = `${merged.join()} ${more(line)}`;
    if (!groups.has(name)) groups.set(name, {key: merged, lines: []});
    groups.get(name).lines.push(line);
  });
  return [...groups.values()];
}

/** The mean of what is known, null where one is not. */
function meanOf(values) {
  if (values.some((value) => value === null)) return null;
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function wordOf(key, number) {
  return key[number] < 0 ? "" : selection.data.dimensions[number].values[key[number]];
}

/** The dimensions in the order in which lines are named: scenario, group, axes, policy, seed, run. */
function namingOrder() {
  const place = (number) => {
    const {name, axis} = selection.data.dimensions[number];
    return axis ? 2 : {scenario: 0, group: 1, policy: 3}[name] ?? 4;
  };
  return selection.data.dimensions.map((_, number) => number).sort((a, b) => place(a) - place(b) || a - b);
}

/** "cameras · 2 Mbps · split_exit": what tells a line from the others. */
function nameOf(key, without = []) {
  const parts = namingOrder().filter((number) => varies(number) && key[number] >= 0 && !without.includes(number))
    .map((number) => withName(number, wordOf(key, number)));
  return parts.join(" · ") || wordOf(key, dimension("policy"));
}

/** Values that do not speak for themselves with the name of their dimension. */
function withName(number, word) {
  const {name, axis} = selection.data.dimensions[number];
  return axis || isReplication(number) ? `${name} ${word}` : word;
}

function inNamingOrder(a, b) {
  for (const number of namingOrder()) {
    if (a.key[number] !== b.key[number]) return a.key[number] - b.key[number];
  }
  return 0;
}

function isDark() {
  return !selection.printing && window.matchMedia("(prefers-color-scheme: dark)").matches;
}

function palette(number) {
  const colours = isDark() ? DARK_COLOURS : LIGHT_COLOURS;
  return colours[number % colours.length];
}

function colourOf(key) {
  return colourAmong(Math.max(0, key[selection.colour]), selection.data.dimensions[selection.colour].values.length);
}

/** Of the values from 0 to count - 1. */
function colourAmong(value, count) {
  if (count <= LIGHT_COLOURS.length) return palette(value);
  const at = (value / (count - 1)) * (CIVIDIS.length - 1);
  const low = CIVIDIS[Math.floor(at)], high = CIVIDIS[Math.ceil(at)];
  return `rgb(${low.map((part, i) => Math.round(part + (high[i] - part) * (at - Math.floor(at)))).join()})`;
}

function symbolOf(key, shape = selection.shape) {
  return SYMBOLS[shape < 0 ? 0 : Math.max(0, key[shape]) % SYMBOLS.length];
}

function dashOf(key, shape = selection.shape) {
  return DASHES[shape < 0 ? 0 : Math.max(0, key[shape]) % DASHES.length];
}

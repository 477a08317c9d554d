// What all charts share: looks, legends, controls. Traces and layouts are those of Plotly (plotly.com/javascript/reference).

const MOST_LINES = 60;  // of a chart: more cannot be told apart
const HEIGHT = 420;  // pixels
const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';

function look(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function axisLook(title, more = {}) {
  return {title: {text: plain(title), standoff: 8}, gridcolor: look("--rule"), linecolor: look("--muted"), zerolinecolor: look("--rule"),
          ticks: "outside", tickcolor: look("--rule"), automargin: true, exponentformat: "SI", hoverformat: ".4~s", ...more};
}

/** Logarithmic with ticks that are plain numbers; a range of few decades has 2 and 5 between the powers of ten, too. */
function logarithmic(values) {
  const known = values.filter((value) => value > 0);
  const low = Math.floor(Math.log10(least(known, 1))), high = Math.ceil(Math.log10(most(known, 1)));
  const ticks = [];
  for (let power = low - 1; power <= high + 1; ++power) {
    for (const digit of high - low > 4 ? [1] : [1, 2, 5]) ticks.push(Number(`${digit}e${power}`));
  }
  return {type: "log", tickmode: "array", tickvals: ticks, ticktext: ticks.map(shown)};
}

/** For numbers that may be drawn logarithmically. */
function valueAxis(title, isLogarithmic, values) {
  return axisLook(title, isLogarithmic ? logarithmic(values) : {rangemode: "tozero"});
}

/** Without a spread into arguments, of which a browser takes only so many. */
function least(numbers, otherwise) {
  return numbers.length ? numbers.reduce((a, b) => Math.min(a, b)) : otherwise;
}

function most(numbers, otherwise) {
  return numbers.length ? numbers.reduce((a, b) => Math.max(a, b)) : otherwise;
}

/** Draws or redraws a chart. Without traces it says `nothing` instead. */
function draw(id, traces, layout, nothing) {
  const place = byId(id);
  if (traces.length === 0) {
    if (place.data) Plotly.purge(place);
    place.style.height = "";
    place.replaceChildren(element("p", {class: "nothing"}, nothing));
    return;
  }
  if (!place.data) place.replaceChildren();
  place.style.height = `${layout.height ?? HEIGHT}px`;
  const looks = {
    paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)", colorway: LIGHT_COLOURS,
    font: {family: FONT, size: 13, color: look("--ink")}, margin: {l: 60, r: 16, t: 16, b: 48}, height: HEIGHT, autosize: true,
    hoverlabel: {bgcolor: look("--paper"), bordercolor: look("--muted"), font: {family: FONT, color: look("--ink")}, align: "left"},
    hovermode: "closest", legend: {orientation: "h", x: 0, y: 1.02, yanchor: "bottom", font: {size: 12}, traceorder: "normal",
                                   itemclick: false, itemdoubleclick: false},
    modebar: {bgcolor: "rgba(0,0,0,0)", color: look("--muted"), activecolor: look("--accent")},
  };
  // Fingers cannot hover, and the buttons would cover what is drawn.
  const config = {displayModeBar: window.matchMedia("(hover: hover)").matches ? "hover" : false, displaylogo: false,
                  responsive: true, modeBarButtonsToRemove: ["lasso2d", "select2d", "autoScale2d"],
                  toImageButtonOptions: {format: "svg", filename: id.replace("-plot", "")}};
  Plotly.react(place, traces, {...looks, ...layout, width: selection.printing ? 640 : undefined}, config);
  place.setAttribute("role", "group");
  place.setAttribute("aria-label", layout.meta ?? "chart");
}

/** Entries of a legend: the colours, and the symbols or dashes where these tell something, too. */
function legendTraces(keys, mode, shapes = selection.shape) {
  const traces = [];
  const entries = (number, colour, shape) => {
    const values = new Map(keys.filter((key) => key[number] >= 0).map((key) => [key[number], key]));
    if (values.size < 2 || values.size > 24) return;
    for (const [value, key] of [...values].sort((a, b) => a[0] - b[0])) {
      traces.push({x: [null], y: [null], type: "scatter", mode, name: plain(withName(number, wordOf(key, number))), hoverinfo: "skip",
                   meta: {legend: true, value}, marker: {color: colour(key), symbol: shape(key)[0], size: 9},
                   line: {color: colour(key), dash: shape(key)[1]}});
    }
  };
  entries(selection.colour, colourOf, () => [SYMBOLS[0], DASHES[0]]);
  if (shapes >= 0) entries(shapes, () => look("--ink"), (key) => [symbolOf(key, shapes), dashOf(key, shapes)]);
  return traces;
}

/** A labelled list of choices. options: [value, words] each. */
function addChoice(place, words, options, value, changed) {
  const list = element("select", {onchange: () => changed(list.value)},
                       ...options.map(([option, name]) => element("option", {value: option, selected: String(option) === String(value)}, name)));
  byId(place).append(element("label", {}, element("span", {}, words), list));
  return list;
}

function addSwitch(place, words, on, changed) {
  const box = element("input", {type: "checkbox", checked: on, onchange: () => changed(box.checked)});
  byId(place).append(element("label", {class: "switch"}, box, element("span", {}, words)));
  return box;
}

function addButton(place, words, pressed) {
  const button = element("button", {type: "button", onclick: pressed}, words);
  byId(place).append(button);
  return button;
}

/** Those that are drawn of many, and what is said of the others. */
function first(items, most, what) {
  return {drawn: items.slice(0, most),
          said: items.length > most ? `The first ${most} of ${counted(items.length, what)} are drawn: choose some above.` : ""};
}

/** Hides a section and its entry in the contents. */
function leaveOut(id) {
  byId(id).remove();
}

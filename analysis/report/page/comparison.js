// Metrics side by side, over the axes of a sweep or in groups, and fronts of two metrics.

const comparison = {metric: "latency_mean_s", along: -1, log: false};
const fronts = {quality: "accuracy", latency: "latency_mean_s", energy: "device_energy_mean_j", log: false, apart: new Set()};

function numericColumns() {
  return selection.data.summary.columns.filter((column) => column.known && column.kind !== "word");
}

function beginComparison() {
  const columns = numericColumns();
  if (!columns.some((column) => column.name === comparison.metric)) comparison.metric = columns[0]?.name;
  const places = varied().filter((number) => !isReplication(number));
  const numbered = places.find((number) => selection.data.dimensions[number].numbers);
  comparison.along = numbered ?? places.find((number) => selection.data.dimensions[number].name === "group") ?? places[0] ?? dimension("policy");
  addChoice("comparison-controls", "Metric", columns.map((column) => [column.name, titleOf(column)]), comparison.metric,
            (name) => { comparison.metric = name; drawComparison(); });
  if (places.length > 1) {
    addChoice("comparison-controls", "Along", places.map((number) => [number, selection.data.dimensions[number].name]), comparison.along,
              (number) => { comparison.along = Number(number); drawComparison(); });
  }
  addSwitch("comparison-controls", "logarithmic", false, (on) => { comparison.log = on; drawComparison(); });
}

function hoverOf(point, columns) {
  const lines = columns.map((column) => `${column.title}: ${shownField(point, column)} ${column.unit}`);
  const over = point.lines.length > 1 ? [`mean over ${point.lines.length} runs`] : [];
  return [`<b>${plain(nameOf(point.key))}</b>`, ...[...lines, ...over].map(plain)].join("<br>");
}

/** Points that differ in nothing but where they stand along a dimension: a line, or bars of one colour. */
function linesAlong(points, number) {
  const lines = new Map();
  for (const point of points) {
    const key = point.key.map((value, other) => (other === number ? -1 : value));
    if (!lines.has(key.join())) lines.set(key.join(), []);
    lines.get(key.join()).push(point);
  }
  return [...lines.values()];
}

function drawComparison() {
  const column = summaryColumn(comparison.metric);
  const along = selection.data.dimensions[comparison.along];
  const points = summaryPoints().filter((point) => valueOf(point, column) !== null);
  const {drawn, said} = first(linesAlong(points, comparison.along), MOST_LINES, "line");
  const keys = drawn.flat().map((point) => point.key);
  const shape = shapeWithout(comparison.along);
  const traces = along.numbers ? drawn.flatMap((line) => sweepTraces(line, column, shape)) : drawn.map((line) => barTrace(line, column, shape));
  const numbers = along.numbers ? keys.map((key) => along.numbers[key[comparison.along]]) : [];
  const wide = numbers.length > 0 && Math.min(...numbers) > 0 && Math.max(...numbers) >= 20 * Math.min(...numbers);
  const few = along.numbers?.length <= 12 ? {tickmode: "array", tickvals: along.numbers, ticktext: along.numbers.map(shown)} : {};
  const ticks = along.numbers ? {...(wide ? logarithmic(numbers) : {}), ...few}
    : {tickvals: along.values.map((_, value) => value), ticktext: along.values.map(plain), range: rangeOf(keys)};
  const title = along.unit ? `${along.name} (${along.unit})` : along.name;
  const own = comparison.along === selection.colour && drawn.length === 1;
  draw("comparison-plot", [...traces, ...(own ? [] : legendTraces(keys, along.numbers ? "lines+markers" : "markers", shape))], {
    xaxis: axisLook(title, ticks),
    yaxis: valueAxis(titleOf(column), comparison.log, points.map((point) => valueOf(point, column))),
    barmode: "group", bargap: 0.25, meta: `${titleOf(column)} along ${along.name}`}, `${column.title}: not known in what is shown.`);
  byId("comparison-about").textContent = (column.meaning ? `${column.title}: ${column.meaning}. ` : "") + "Bars or bands are 95\u00a0% intervals.";
  byId("comparison-note").textContent = said;
}

/** The values that are shown, without room for those that are not at the ends. */
function rangeOf(keys) {
  const values = keys.map((key) => key[comparison.along]);
  return values.length ? [least(values) - 0.6, most(values) + 0.6] : undefined;
}

function sweepTraces(line, column, shape) {
  const along = selection.data.dimensions[comparison.along];
  const at = (point) => along.numbers[point.key[comparison.along]];
  const points = [...line].sort((a, b) => at(a) - at(b));
  const {key} = points[0];
  const x = points.map(at), y = points.map((point) => valueOf(point, column)), half = points.map((point) => halfOf(point, column) ?? 0);
  const traces = [{type: "scatter", mode: "lines+markers", x, y, line: {color: colourOf(key), dash: dashOf(key, shape), width: 2},
                   marker: {symbol: symbolOf(key, shape), size: 7, color: colourOf(key)}, showlegend: false, hoverinfo: "text",
                   text: points.map((point) => hoverOf(point, [column])), meta: {key}}];
  if (half.some((width) => width > 0)) {
    traces.unshift({type: "scatter", mode: "lines", x: [...x, ...[...x].reverse()], line: {width: 0}, fill: "toself", opacity: 0.18,
                    y: [...y.map((value, i) => value + half[i]), ...y.map((value, i) => value - half[i]).reverse()],
                    fillcolor: colourOf(key), hoverinfo: "skip", showlegend: false, meta: {key, band: true}});
  }
  return traces;
}

function barTrace(points, column, shape) {
  const own = comparison.along === selection.colour;
  return {type: "bar", x: points.map((point) => point.key[comparison.along]), y: points.map((point) => valueOf(point, column)),
          error_y: {type: "data", array: points.map((point) => halfOf(point, column) ?? 0), thickness: 1.2, width: 3, color: look("--ink")},
          marker: {color: own ? points.map((point) => colourOf(point.key)) : colourOf(points[0].key),
                   pattern: {shape: shape < 0 || own ? "" : ["", "/", ".", "x", "-", "\\"][Math.max(0, points[0].key[shape]) % 6],
                             fgcolor: look("--paper"), solidity: 0.25}},
          hoverinfo: "text", text: points.map((point) => hoverOf(point, [column])), textposition: "none", showlegend: false,
          meta: {key: points[0].key}};
}

// ---- fronts

function beginFronts() {
  const offer = (words, part, names) => {
    const known = names.map(summaryColumn).filter((column) => column?.known);
    if (!known.some((column) => column.name === fronts[part])) fronts[part] = "";
    const options = known.map((column) => [column.name, titleOf(column)]);
    if (known.length && !fronts[part]) options.unshift(["", "none"]);
    if (known.length) addChoice("fronts-controls", words, options, fronts[part], (name) => { fronts[part] = name; drawFronts(); });
  };
  offer("Quality", "quality", ["accuracy", "reward"]);
  offer("Latency", "latency", ["latency_mean_s", "latency_p50_s", "latency_p95_s", "latency_p99_s"]);
  offer("Energy", "energy", ["device_energy_mean_j", "device_power_mean_w"]);
  fronts.log = spreadIsWide(fronts.latency);
  addSwitch("fronts-controls", "logarithmic", fronts.log, (on) => { fronts.log = on; drawFronts(); });
  for (const number of varied()) {
    const {name} = selection.data.dimensions[number];
    if (isReplication(number) || name === "policy") continue;
    if (["group", "scenario"].includes(name)) fronts.apart.add(number);
    addSwitch("fronts-controls", `a front for each ${name}`, fronts.apart.has(number), (on) => {
      if (on) fronts.apart.add(number);
      else fronts.apart.delete(number);
      drawFronts();
    });
  }
}

/** Logarithmic where the latencies are too far apart to be told otherwise. */
function spreadIsWide(name) {
  const values = name ? summaryPoints().map((point) => valueOf(point, summaryColumn(name))).filter((value) => value > 0) : [];
  return most(values, 1) > 50 * least(values, 1);
}

/** [across, up]: across is always better to the left. */
function pairsOfFronts() {
  const {quality, latency, energy} = fronts;
  return [[latency, quality], [energy, quality], [latency, energy]].filter(([across, up]) => across && up);
}

/** Whether a point is as good as another in both and better in one. */
function dominates(a, b, up) {
  const sign = up.better || -1;
  return a.x <= b.x && sign * a.y >= sign * b.y && (a.x < b.x || a.y !== b.y);
}

function drawFronts() {
  const panels = byId("fronts-panels");
  const pairs = pairsOfFronts();
  [...panels.querySelectorAll(".plot")].forEach((plot) => plot.data && Plotly.purge(plot));
  panels.replaceChildren(...pairs.map((_, number) => element("figure", {}, element("div", {class: "plot", id: `fronts-plot-${number}`}))));
  const notes = pairs.map(([across, up], number) => drawFront(`fronts-plot-${number}`, summaryColumn(across), summaryColumn(up)));
  const unknown = ["accuracy", "device_energy_mean_j"].map(summaryColumn).filter((column) => column && !column.known);
  notes.unshift(...unknown.map((column) => `${column.title}: not known in these results, so it is in no front.`));
  if (!pairs.length) notes.push("There are no two of accuracy, latency and energy to draw.");
  byId("fronts-note").textContent = notes.filter(Boolean).join(" ");
}

function drawFront(id, across, up) {
  const points = summaryPoints().map((point) => ({...point, x: valueOf(point, across), y: valueOf(point, up)}));
  const known = points.filter((point) => point.x !== null && point.y !== null);
  const sets = new Map();
  for (const point of known) {
    const name = [...fronts.apart].map((number) => point.key[number]).join();
    sets.set(name, [...(sets.get(name) ?? []), point]);
  }
  const lines = [...sets.values()].map((set) => {
    for (const point of set) point.dominated = set.some((other) => dominates(other, point, up));
    return frontTrace(set.filter((point) => !point.dominated));
  });
  const colours = new Map();
  for (const point of known) colours.set(colourOf(point.key), [...(colours.get(colourOf(point.key)) ?? []), point]);
  const traces = [...lines, ...[...colours].map(([colour, some]) => pointsTrace(colour, some, across, up))];
  draw(id, known.length ? [...traces, ...legendTraces(points.map((point) => point.key), "markers")] : [],
       {xaxis: valueAxis(titleOf(across), fronts.log, known.map((point) => point.x)), yaxis: axisLook(titleOf(up)), height: 400,
        meta: `front of ${titleOf(up)} over ${titleOf(across)}`}, "No line that is shown has both values.");
  const missing = points.length - known.length;
  return missing && known.length ? `${counted(missing, "line")} without ${across.title} or ${up.title}: left out.` : "";
}

/** The border of what is reached: at a latency the best of those that are as fast. */
function frontTrace(front) {
  const points = [...front].sort((a, b) => a.x - b.x);
  return {type: "scatter", mode: "lines", x: points.map((point) => point.x), y: points.map((point) => point.y), hoverinfo: "skip",
          line: {shape: "hv", color: look("--muted"), width: 1, dash: "dot"}, showlegend: false, meta: {front: true}};
}

function pointsTrace(colour, points, across, up) {
  const bars = (column) => ({type: "data", array: points.map((point) => halfOf(point, column) ?? 0), thickness: 1, width: 0, color: colour});
  const more = numericColumns().filter((column) => ["accuracy", "latency_mean_s", "device_energy_mean_j"].includes(column.name));
  const columns = [...new Set([across, up, ...more])];
  return {type: "scatter", mode: "markers", x: points.map((point) => point.x), y: points.map((point) => point.y),
          error_x: bars(across), error_y: bars(up),
          marker: {size: 10, color: colour, symbol: points.map((point) => symbolOf(point.key) + (point.dominated ? "-open" : "")),
                   line: {width: 1.6, color: colour}},
          hoverinfo: "text", text: points.map((point) => hoverOf(point, columns) + `<br>${point.dominated ? "dominated" : "on the front"}`),
          showlegend: false, meta: {points: true}};
}

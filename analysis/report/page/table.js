// The table of results.

const MOST_ROWS = 300;  // until all are asked for
const USUAL = new Set(["requests", "accuracy", "latency_mean_s", "latency_p95_s", "latency_p99_s", "deadline_miss_rate",
                       "device_energy_mean_j", "device_power_mean_w", "offload_rate", "throughput_rps", "server_utilisation_max",
                       "regret", "verdict"]);
const MARKS = {stable: "●", backlogged: "▲", overloaded: "■"};

const table = {columns: new Set(), sort: {column: null, down: false}, all: false};

/** A line of the table or a point of a chart: a line of the summary, or several that differ only in seed and run. */
function summaryPoints() {
  return grouped(selection.data.summary.keys);
}

function summaryColumn(name) {
  return selection.data.summary.columns.find((column) => column.name === name);
}

function fieldsOf(point, name) {
  const at = selection.data.summary.names.indexOf(name);
  return point.lines.map((line) => selection.data.summary.lines[line][at]);
}

/** In the unit of the column; the mean over replications. */
function valueOf(point, column) {
  const mean = meanOf(fieldsOf(point, column.name));
  return mean === null ? null : mean * column.factor;
}

/** Half the 95 % interval: that of the run, or Student's over the replications. */
function halfOf(point, column) {
  const values = fieldsOf(point, column.name);
  if (column.kind === "count") return null;
  if (values.length === 1) {
    const half = column.interval ? fieldsOf(point, column.interval)[0] : null;
    return half === null ? null : half * column.factor;
  }
  const mean = meanOf(values);
  if (mean === null) return null;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  return selection.data.student[values.length - 2] * Math.sqrt(variance / values.length) * column.factor;
}

function wordsOf(point, column) {
  const words = [...new Set(fieldsOf(point, column.name))];
  return words.length > 1 ? words.map((word) => word ?? "–").slice(0, 3).join(", ") + (words.length > 3 ? ", ..." : "") : words[0] ?? "–";
}

function shownField(point, column) {
  if (column.kind === "word") return wordsOf(point, column);
  const value = valueOf(point, column);
  if (column.kind === "count" && value !== null && Number.isInteger(value)) return value.toLocaleString("en-US");
  return shownWithin(value, halfOf(point, column));
}

function beginTable() {
  const known = selection.data.summary.columns.filter((column) => column.known);
  known.filter((column) => USUAL.has(column.name)).forEach((column) => table.columns.add(column.name));
  const boxes = known.map((column) => {
    const box = element("input", {type: "checkbox", checked: table.columns.has(column.name), onchange: () => {
      if (box.checked) table.columns.add(column.name);
      else table.columns.delete(column.name);
      drawTable();
    }});
    return element("label", {title: column.meaning}, box, element("span", {}, titleOf(column)));
  });
  byId("table-controls").append(element("details", {class: "picker"}, element("summary", {}, "Columns"), element("div", {class: "boxes"}, ...boxes)));
  byId("of-run").textContent = selection.data.sweep ? " in a run of the sweep" : "";
}

function dimensionColumns() {
  const order = selection.data.dimensions.map((_, number) => number);
  return order.filter((number) => (varies(number) && !(selection.mean && isReplication(number))) || number === dimension("policy"));
}

function sortPoints(points) {
  const {column, down} = table.sort;
  if (column === null) return points;
  const sign = down ? -1 : 1;
  const value = typeof column === "number" ? (point) => orderOf(column, point.key[column])
    : (point) => (summaryColumn(column).kind === "word" ? wordsOf(point, summaryColumn(column)) : valueOf(point, summaryColumn(column)));
  return points.map((point) => ({point, at: value(point)})).sort((a, b) => {
    if (a.at === null || b.at === null) return (a.at === null) - (b.at === null);  // not known: last, either way
    return sign * (a.at < b.at ? -1 : a.at > b.at ? 1 : 0);
  }).map((pair) => pair.point);
}

/** Numbers of an axis by their size, other values as they come in the results. */
function orderOf(number, value) {
  return selection.data.dimensions[number].numbers?.[value] ?? value;
}

function headerCell(name, words, meaning, numeric) {
  const {column, down} = table.sort;
  const sorted = column === name ? (down ? "descending" : "ascending") : "none";
  const mark = element("span", {class: "mark", "aria-hidden": "true"}, {ascending: " ▲", descending: " ▼", none: ""}[sorted]);
  const press = () => {
    table.sort = {column: name, down: column === name ? !down : false};
    drawTable();
    byId("table").querySelector(`[data-column="${CSS.escape(String(name))}"] button`).focus();
  };
  return element("th", {scope: "col", "aria-sort": sorted, "data-column": name, class: numeric ? "number" : ""},
                 element("button", {type: "button", title: meaning || "sort", onclick: press}, words, mark));
}

function drawTable() {
  const dimensions = dimensionColumns();
  const columns = selection.data.summary.columns.filter((column) => table.columns.has(column.name));
  const points = sortPoints(summaryPoints());
  const rows = points.slice(0, table.all ? undefined : MOST_ROWS).map((point) => element("tr", {},
    ...dimensions.map((number) => dimensionCell(point, number)),
    ...columns.map((column) => element("td", {class: column.kind === "word" ? (column.name.endsWith("shares") ? "long" : "") : "number"},
      ...(column.name === "verdict" ? verdict(wordsOf(point, column)) : [shownField(point, column)])))));
  const head = element("tr", {},
    ...dimensions.map((number) => headerCell(number, selection.data.dimensions[number].name, "", false)),
    ...columns.map((column) => headerCell(column.name, titleOf(column), column.meaning, column.kind !== "word")));
  byId("table").replaceChildren(element("caption", {class: "unseen"}, "Results, a line a policy and group of devices"),
                                element("thead", {}, head), element("tbody", {}, ...rows));
  tellOfTable(points);
}

function dimensionCell(point, number) {
  const dot = number === selection.colour && varies(number) ? dotOf(colourOf(point.key)) : null;
  return element("td", {class: selection.data.dimensions[number].numbers ? "number" : "name"}, dot, wordOf(point.key, number));
}

function verdict(word) {
  const mark = MARKS[word];
  return mark ? [element("span", {class: `verdict ${word}`, "aria-hidden": "true"}, mark), word] : [word];
}

function tellOfTable(points) {
  const all = selection.data.summary.keys.length;
  const lines = points.reduce((sum, point) => sum + point.lines.length, 0);
  const merged = lines > points.length ? `, each the mean over seeds and runs with Student's 95 % interval` : "";
  const unknown = selection.data.summary.columns.filter((column) => !column.known).map((column) => column.title);
  const note = byId("table-note");
  note.replaceChildren(`${counted(points.length, "line")} of ${counted(lines, "result")}${merged}; ${all.toLocaleString("en-US")} results in all. `,
    unknown.length ? `Not known in these results: ${unknown.join(", ")}. ` : "");
  if (!table.all && points.length > MOST_ROWS) {
    const showAll = () => {
      table.all = true;
      drawTable();
    };
    note.prepend(`The first ${MOST_ROWS} are shown. `, element("button", {type: "button", onclick: showAll}, "Show all"), " ");
  }
}

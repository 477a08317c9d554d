// Requests one by one: which there are, and where the time and the joules of one went.

const ENERGIES = [["head_energy_j", "computing layers", "head"], ["exit_energy_j", "computing exits", "exit"],
                  ["transmit_energy_j", "sending", "transmit"], ["receive_energy_j", "receiving", "receive"]];
const SPAN_WORDS = {wait: "waiting", device: "device", air: "air", way: "on the way", server: "server", back: "return", after: "after the answer"};
const requests = {chosen: -1, log: false, line: null, number: null};

function requestField(line, name) {
  const {columns, lines} = selection.data.requests;
  const at = columns.indexOf(name);
  return at < 0 ? null : lines[line][at];
}

function spanColour(kind) {
  if (kind === "wait") return look("--idle");
  if (kind === "after") return look("--rule");
  return palette({device: 0, air: 1, way: 6, server: 2, back: 5}[kind]);
}

/** Links and servers that a request goes along, in turn; empty where the scenario does not say. */
function pathOf(line) {
  const key = selection.data.requests.keys[line];
  const routes = selection.data.paths[wordOf(key, dimension("scenario"))]?.[wordOf(key, dimension("group"))] ?? {};
  return routes[requestField(line, "route") ?? ""] ?? Object.values(routes)[0] ?? [];
}

/** The instants of the work that are known, in their order (docs/metrics.md): what ends there, and when. */
function instantsOf(line) {
  const path = pathOf(line);
  const found = [];
  const add = (column, words, kind) => {
    const at = requestField(line, column);
    if (at !== null) found.push({at, words, kind});
  };
  add("head_start_s", "waiting for the device", "wait");
  add("head_end_s", "computing on the device", "device");
  for (let hop = 1; selection.data.requests.columns.includes(`hop${hop}_send_start_s`); ++hop) {
    const link = path[2 * hop - 2] ?? `hop ${hop}`, server = path[2 * hop - 1] ?? `place ${hop}`;
    add(`hop${hop}_send_start_s`, `waiting for ${link}`, "wait");
    add(`hop${hop}_sent_s`, `sending over ${link}`, "air");
    add(`hop${hop}_delivered_s`, `on the way over ${link}`, "way");
    add(`hop${hop}_service_start_s`, `waiting at ${server}`, "wait");
    add(`hop${hop}_service_end_s`, `computing at ${server}`, "server");
  }
  return found.sort((a, b) => a.at - b.at);
}

/** Where the time of a request went, in seconds after its arrival. Those before the answer and the way back add up to the
 *  latency; work that goes on behind an answer released early is marked `after`. */
function spansOf(line) {
  const arrival = requestField(line, "arrival_s"), answer = requestField(line, "answer_s"), end = requestField(line, "end_s");
  const spans = [];
  const add = (words, kind, from, to) => {
    if (to > from) spans.push({words, kind, from: from - arrival, to: to - arrival, seconds: to - from});
  };
  let from = arrival;
  const until = answer ?? Infinity;
  for (const {at, words, kind} of instantsOf(line)) {
    add(words, kind, from, Math.min(at, until));
    add(words, "after", Math.max(from, until), at);
    from = Math.max(from, at);
  }
  if (answer !== null) {
    add("until the answer is known", "wait", from, answer);
    add("return of the answer", "back", answer, end);
  }
  return spans;
}

/** Seconds that stand up the scatter: the latency, or up to the last instant known of a request without an answer. */
function heightOfRequest(line) {
  const spans = spansOf(line);
  return requestField(line, "latency_s") ?? (most(spans.map((span) => span.to), 0));
}

function shownRequests() {
  return selection.data.requests.keys.map((_, line) => line).filter((line) => isShown(selection.data.requests.keys[line]));
}

function beginRequests() {
  if (!selection.data.requests) {
    byId("requests-plot").replaceChildren(element("p", {class: "nothing"},
      "These results have no requests.csv: splitscape run writes it with --requests, a study with tables: [requests]."));
    return;
  }
  requests.line = addChoice("requests-controls", "Of", [], "", () => chooseRequest(nearest(Number(requests.number.value))));
  requests.number = element("input", {type: "number", min: 0, step: 1, onchange: () => chooseRequest(nearest(Number(requests.number.value)))});
  byId("requests-controls").append(element("label", {}, element("span", {}, "Request"), requests.number));
  addButton("requests-controls", "Previous", () => step(-1));
  addButton("requests-controls", "Next", () => step(1));
  addButton("requests-controls", "Slowest", () => chooseRequest(slowestOf(ofLine())));
  addSwitch("requests-controls", "logarithmic", false, (on) => { requests.log = on; drawRequests(); });
}

function slowestOf(lines) {
  const latencyOf = (line) => requestField(line, "latency_s") ?? -1;
  return lines.reduce((best, line) => (best < 0 || latencyOf(line) > latencyOf(best) ? line : best), -1);
}

/** The requests of the group and run that is chosen in the list, in the order of their numbers. */
function ofLine() {
  const lines = shownRequests().filter((line) => selection.data.requests.keys[line].join() === requests.line.value);
  return lines.sort((a, b) => requestField(a, "request") - requestField(b, "request"));
}

function nearest(number) {
  return ofLine().reduce((best, line) => {
    const distance = (other) => Math.abs(requestField(other, "request") - number);
    return best < 0 || distance(line) < distance(best) ? line : best;
  }, -1);
}

function step(by) {
  const lines = ofLine();
  const at = lines.indexOf(requests.chosen);
  chooseRequest(lines[Math.min(lines.length - 1, Math.max(0, at + by))]);
}

function chooseRequest(line) {
  requests.chosen = line;
  drawRequests();
}

/** The list of groups and runs follows the filters; the request that is looked at stays where it is still shown. */
function listRequests(lines) {
  if (!lines.includes(requests.chosen)) requests.chosen = slowestOf(lines);
  const names = new Map(lines.map((line) => [selection.data.requests.keys[line].join(), selection.data.requests.keys[line]]));
  requests.line.replaceChildren(...[...names].map(([name, key]) => element("option", {value: name}, nameOf(key))));
  requests.line.value = requests.chosen < 0 ? "" : selection.data.requests.keys[requests.chosen].join();
  requests.number.value = requests.chosen < 0 ? "" : requestField(requests.chosen, "request");
}

function drawRequests() {
  if (!selection.data.requests) return;
  const lines = shownRequests();
  listRequests(lines);
  const {factor, unit} = scaled(median(lines.map((line) => requestField(line, "latency_s") ?? 0)), "s");
  const colours = new Map();
  for (const line of lines) {
    const colour = colourOf(selection.data.requests.keys[line]);
    colours.set(colour, [...(colours.get(colour) ?? []), line]);
  }
  const traces = [...colours].map(([colour, some]) => scatterTrace(colour, some, factor, unit));
  if (requests.chosen >= 0) traces.push(ringTrace(requests.chosen, factor));
  draw("requests-plot", [...traces, ...(lines.length ? legendTraces(lines.map((line) => selection.data.requests.keys[line]), "markers") : [])], {
    xaxis: axisLook("arrival (s)"),
    yaxis: valueAxis(`latency (${unit})`, requests.log, lines.map((line) => heightOfRequest(line) * factor)),
    height: 460, meta: "latency of the requests over their arrival; the list above chooses one with the keyboard"}, "No request is shown.");
  listenToClicks();
  const {all} = selection.data.requests, kept = selection.data.requests.lines.length;
  byId("requests-note").textContent = `${counted(lines.length, "point")}. ` + (kept < all
    ? `Of ${counted(all, "request")}, ${kept.toLocaleString("en-US")} are in this page: of each line of results a quarter of its share ` +
      "are the slowest, the others evenly spaced in the order of arrival."
    : `All ${counted(all, "request")} of the results are in this page.`);
  drawRequest();
}

function scatterTrace(colour, lines, factor, unit) {
  const symbols = (line) => (requestField(line, "end_s") === null ? "x" : symbolOf(selection.data.requests.keys[line]));
  return {type: "scatter", mode: "markers", x: lines.map((line) => requestField(line, "arrival_s")),
          y: lines.map((line) => heightOfRequest(line) * factor),
          marker: {color: colour, size: 6, opacity: 0.75, symbol: lines.map(symbols)}, customdata: lines, hoverinfo: "text",
          text: lines.map((line) => `<b>request ${requestField(line, "request")}</b><br>${plain(nameOf(selection.data.requests.keys[line]))}<br>` +
            `${plain(requestField(line, "ending"))}: ${shown(heightOfRequest(line) * factor)} ${unit}`), showlegend: false, meta: {requests: true}};
}

function ringTrace(line, factor) {
  return {type: "scatter", mode: "markers", x: [requestField(line, "arrival_s")], y: [heightOfRequest(line) * factor], hoverinfo: "skip",
          marker: {symbol: "circle-open", size: 16, color: look("--ink"), line: {width: 2}}, showlegend: false, meta: {ring: true}};
}

function listenToClicks() {
  const place = byId("requests-plot");
  if (!place.on || place.dataset.listens) return;
  place.dataset.listens = "yes";
  place.on("plotly_click", (event) => {
    const line = event.points[0]?.customdata;
    if (line !== undefined) chooseRequest(line);
  });
}

// ---- one request

function drawRequest() {
  const place = byId("request"), line = requests.chosen;
  [...place.querySelectorAll(".plot")].forEach((plot) => plot.data && Plotly.purge(plot));
  if (line < 0) {
    place.replaceChildren();
    return;
  }
  const spans = spansOf(line);
  const {factor, unit} = scaled(most(spans.map((span) => span.to), 0) / 100, "s");  // so that short spans have digits
  place.replaceChildren(
    element("h3", {}, `Request ${requestField(line, "request")} of ${nameOf(selection.data.requests.keys[line])}`), factsOf(line),
    element("div", {class: "panels"},
      element("figure", {}, element("div", {class: "plot", id: "waterfall-plot"}), spanTable(line, spans, factor, unit)),
      element("figure", {}, element("div", {class: "plot", id: "joules-plot"}), jouleTable(line))));
  drawWaterfall(spans, factor, unit);
  drawJoules(line);
}

function factsOf(line) {
  const yes = {1: "yes", 0: "no"};
  const confidence = requestField(line, "confidence");
  const facts = [["ending", requestField(line, "ending")], ["answered at", requestField(line, "place")], ["exit", requestField(line, "exit")],
    ["right", yes[requestField(line, "correct")]], ["confidence", confidence === null ? null : shown(confidence)],
    ["deadline missed", yes[requestField(line, "deadline_missed")]], ["cut after", requestField(line, "cut")], ["route", requestField(line, "route")],
    ["device", requestField(line, "device")], ["sample", requestField(line, "sample")], ["sent (B)", requestField(line, "uplink_bytes")],
    ["received (B)", requestField(line, "downlink_bytes")], ["in the warm-up", requestField(line, "measured") === 0 ? "yes" : null]];
  const known = facts.filter(([, value]) => value !== null && value !== undefined);
  return element("dl", {class: "facts-of-request"}, ...known.map(([name, value]) =>
    element("div", {}, element("dt", {}, name), element("dd", {}, typeof value === "number" ? value.toLocaleString("en-US") : value))));
}

function drawWaterfall(spans, factor, unit) {
  const traces = spans.map((span, number) => ({
    type: "bar", orientation: "h", y: [number], base: [span.from * factor], x: [span.seconds * factor], name: SPAN_WORDS[span.kind], width: 0.7,
    marker: {color: spanColour(span.kind)}, hoverinfo: "text", textposition: "none", showlegend: false,
    meta: {span: span.kind, seconds: span.seconds}, text: [`<b>${plain(span.words)}</b><br>${shown(span.seconds * factor)} ${unit}, ` +
      `from ${shown(span.from * factor)} to ${shown(span.to * factor)} ${unit}`]}));
  draw("waterfall-plot", traces, {barmode: "overlay", yaxis: nameAxis(spans.map((span) => span.words)), height: 90 + 28 * spans.length,
    xaxis: axisLook(`after its arrival (${unit})`, {rangemode: "tozero"}), meta: "where the time of the request went"}, "It took no time.");
}

function spanTable(line, spans, factor, unit) {
  const before = spans.filter((span) => span.kind !== "after");
  const total = before.reduce((sum, span) => sum + span.seconds, 0);
  const latencyOfIt = requestField(line, "latency_s");
  const row = (span) => element("tr", {class: span.kind},
    element("td", {}, dotOf(spanColour(span.kind)), span.words + (span.kind === "after" ? ", after the answer" : "")),
    ...[span.from, span.to, span.seconds].map((seconds) => element("td", {class: "number"}, shown(seconds * factor))),
    element("td", {class: "number"}, span.kind === "after" || total === 0 ? "–" : shown(100 * span.seconds / total)));
  const words = latencyOfIt === null ? "until the last instant known" : "latency";
  return element("div", {class: "scroll", tabindex: "0"}, element("table", {id: "spans", "data-latency": latencyOfIt, "data-sum": total},
    element("thead", {}, element("tr", {}, ...["what", `from (${unit})`, `to (${unit})`, `took (${unit})`, "share (%)"].map((name, i) =>
      element("th", {scope: "col", class: i ? "number" : ""}, name)))),
    element("tbody", {}, ...spans.map(row)),
    element("tfoot", {}, element("tr", {}, element("th", {scope: "row", colspan: 3}, words), element("td", {class: "number"}, shown(total * factor)),
      element("td", {class: "number"}, "100")))));
}

function joulesOf(line) {
  return ENERGIES.map(([column, words, state]) => ({words, state, joules: requestField(line, column)}));
}

function drawJoules(line) {
  const known = joulesOf(line).filter(({joules}) => joules !== null && joules > 0);
  const {factor, unit} = scaled(known.reduce((sum, {joules}) => sum + joules, 0), "J");
  const traces = known.map(({words, state, joules}, number) => ({
    type: "bar", orientation: "h", y: [number], x: [joules * factor], width: 0.7, marker: {color: stateColour(state)}, showlegend: false,
    hoverinfo: "text", textposition: "none", text: [`${words}: ${shown(joules * factor)} ${unit}`], meta: {state, joules}}));
  draw("joules-plot", traces, {yaxis: nameAxis(known.map(({words}) => words)), xaxis: axisLook(`energy of the device (${unit})`),
    height: 90 + 28 * known.length, meta: "where the joules of the request went"}, "It took no energy that is known.");
}

function jouleTable(line) {
  const all = joulesOf(line);
  const total = meanOf(all.map(({joules}) => joules));
  const sum = total === null ? null : total * all.length;
  const {factor, unit} = scaled(Math.max(...all.map(({joules}) => joules ?? 0)), "J");
  return element("div", {class: "scroll", tabindex: "0"}, element("table", {id: "joules", "data-sum": sum},
    element("thead", {}, element("tr", {}, element("th", {scope: "col"}, "what"),
      element("th", {scope: "col", class: "number"}, `energy (${unit})`))),
    element("tbody", {}, ...all.map(({words, state, joules}) => element("tr", {},
      element("td", {}, dotOf(stateColour(state)), words),
      element("td", {class: "number"}, joules === null ? "not known" : shown(joules * factor))))),
    element("tfoot", {}, element("tr", {}, element("th", {scope: "row"}, "its device"),
      element("td", {class: "number"}, sum === null ? "not known" : shown(sum * factor))))));
}

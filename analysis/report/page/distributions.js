// Latencies as shares of the requests, and regret over answers.

const latency = {log: false};

function beginLatency() {
  if (!selection.data.requests) {
    byId("latency-plot").replaceChildren(element("p", {class: "nothing"},
      "These results have no requests.csv: splitscape run writes it with --requests, a study with tables: [requests]."));
    return;
  }
  const middles = selection.data.requests.distributions.map((line) => line.latency[Math.floor(line.latency.length / 2)]).filter(Boolean);
  const most = selection.data.requests.distributions.reduce((high, line) => Math.max(high, line.latency.at(-1) ?? 0), 0);
  latency.log = middles.length > 0 && most > 50 * Math.min(...middles);
  addSwitch("latency-controls", "logarithmic", latency.log, (on) => { latency.log = on; drawLatency(); });
}

function drawLatency() {
  if (!selection.data.requests) return;
  const shownLines = selection.data.requests.distributions.filter((line) => isShown(line.key));
  const {drawn, said} = first(shownLines, MOST_LINES, "line");
  const {factor, unit} = scaled(median(drawn.map((line) => line.latency[Math.floor(line.latency.length / 2)] ?? 0)), "s");
  const traces = drawn.filter((line) => line.answered > 0).map((line) => ({
    type: "scatter", mode: "lines", x: [line.latency[0], ...line.latency].map((seconds) => seconds * factor),
    y: [0, ...line.share].map((share) => 100 * share), line: {shape: "hv", color: colourOf(line.key), dash: dashOf(line.key), width: 1.8},
    hoverinfo: "text", text: [line.latency[0], ...line.latency].map((seconds, i) =>
      `<b>${plain(nameOf(line.key))}</b><br>${shown(100 * [0, ...line.share][i])} % within ${shown(seconds * factor)} ${unit}`),
    showlegend: false, meta: {key: line.key}}));
  draw("latency-plot", [...traces, ...(traces.length ? legendTraces(drawn.map((line) => line.key), "lines") : [])], {
    xaxis: valueAxis(`latency (${unit})`, latency.log, drawn.flatMap((line) => line.latency.map((seconds) => seconds * factor))),
    yaxis: axisLook("share of requests (%)", {range: [0, 101]}), height: 460,
    meta: "share of the requests over their latency"}, "No request that is shown was answered.");
  const requests = drawn.reduce((sum, line) => sum + line.requests, 0);
  const answered = drawn.reduce((sum, line) => sum + line.answered, 0);
  byId("latency-note").textContent = `${said} Made of all ${counted(requests, "request")} measured, ` +
    `${answered.toLocaleString("en-US")} of them answered; ` +
    "a line goes through at most a few hundred exact points of the distribution.";
}

function beginRegret() {
  if (!selection.data.regret.some((curve) => curve.regret.some((value) => value !== 0))) leaveOut("regret");
}

function drawRegret() {
  if (!byId("regret")) return;
  const {drawn, said} = first(selection.data.regret.filter((curve) => isShown(curve.key)), MOST_LINES, "line");
  const traces = drawn.map((curve) => ({
    type: "scatter", mode: "lines", x: curve.answers, y: curve.regret, line: {color: colourOf(curve.key), dash: dashOf(curve.key), width: 1.8},
    hoverinfo: "text", text: curve.answers.map((answers, i) => `<b>${plain(nameOf(curve.key))}</b><br>after ${counted(answers, "answer")}: ` +
      `${shown(curve.regret[i])}<br>against: ${plain(curve.arm)}`), showlegend: false, meta: {key: curve.key}}));
  draw("regret-plot", traces.length ? [...traces, ...legendTraces(drawn.map((curve) => curve.key), "lines")] : [], {
    xaxis: axisLook("answers", {rangemode: "tozero"}), yaxis: axisLook("regret (units of confidence)"),
    meta: "regret over answers"}, "No curve is shown.");
  byId("regret-note").textContent = said;
}

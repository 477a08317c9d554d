// Bars across the page, a line each: joules by state, shares of exits, use of links and servers.

const MOST_BARS = 50;
const STATE_WORDS = {idle: "idling", head: "computing layers", exit: "computing exits", transmit: "sending", receive: "receiving"};
const energy = {of: "group", idle: true};
const places = {links: "busy", servers: "utilisation"};

function stateColour(state) {
  return state === "idle" ? look("--idle") : palette({head: 0, exit: 4, transmit: 1, receive: 2}[state]);
}

/** The vertical axis with a name for each bar. */
function nameAxis(names) {
  return axisLook("", {tickvals: names.map((_, number) => number), ticktext: names.map((name) => plain(shortened(name))), autorange: "reversed",
                       ticks: "", showgrid: false, zeroline: false, range: undefined});
}

function shortened(name) {
  const most = window.innerWidth < 700 ? 26 : 60;
  return name.length > most ? `${name.slice(0, most - 1)}…` : name;
}

function heightOf(bars) {
  return 110 + 26 * bars;
}

function beginEnergy() {
  const {ledger} = selection.data;
  if (!ledger || !ledger.lines.some((line) => line.some((value) => value !== null && value > 0))) {
    byId("energy-plot").replaceChildren(element("p", {class: "nothing"}, "No energy is known in these results."));
    selection.data.ledger = null;
    return;
  }
  if (ledger.devices.some((devices) => devices > 1)) {
    addChoice("energy-controls", "Of", [["group", "all devices of a group"], ["device", "a device, on average"]], energy.of,
              (of) => { energy.of = of; drawEnergy(); });
  }
  addSwitch("energy-controls", "idling", true, (on) => { energy.idle = on; drawEnergy(); });
}

function drawEnergy() {
  const {ledger} = selection.data;
  if (!ledger) return;
  const all = grouped(ledger.keys).sort(inNamingOrder);
  const {drawn, said} = first(all, MOST_BARS, "bar");
  const share = (line) => (energy.of === "device" ? 1 / ledger.devices[line] : 1);
  const joules = drawn.map((bar) => ledger.states.map((_, state) => meanOf(bar.lines.map((line) =>
    ledger.lines[line][state] === null ? null : ledger.lines[line][state] * share(line)))));
  const totals = joules.map((states) => states.reduce((sum, value) => sum + (value ?? 0), 0));
  const {factor, unit} = scaled(median(totals), "J");
  const names = drawn.map((bar) => nameOf(bar.key));
  const traces = ledger.states.map((state, number) => ({state, number})).filter(({state, number}) =>
    (energy.idle || state !== "idle") && joules.some((states) => states[number] !== null)).map(({state, number}) => ({
    type: "bar", orientation: "h", name: STATE_WORDS[state], y: names.map((_, bar) => bar), meta: {state, keys: drawn.map((bar) => bar.key)},
    x: joules.map((states) => (states[number] ?? 0) * factor), marker: {color: stateColour(state), line: {width: 0.5, color: look("--paper")}},
    hoverinfo: "text", textposition: "none", text: joules.map((states, bar) => `<b>${plain(names[bar])}</b><br>${STATE_WORDS[state]}: ` +
      (states[number] === null ? "not known" : `${shown(states[number] * factor)} ${unit}`))}));
  draw("energy-plot", drawn.length ? traces : [], {barmode: "stack", xaxis: axisLook(`energy (${unit})`), yaxis: nameAxis(names),
    height: heightOf(names.length), meta: "energy of the devices by state"}, "Nothing is shown.");
  byId("energy-note").textContent = [said, unknownStates(drawn, joules, ledger.states)].join(" ");
}

function unknownStates(drawn, joules, states) {
  const unknown = states.filter((_, number) => joules.some((of) => of[number] === null));
  const everywhere = unknown.filter((state) => joules.every((of) => of[states.indexOf(state)] === null));
  const words = unknown.map((state) => STATE_WORDS[state] + (everywhere.includes(state) ? "" : " of some"));
  return words.length ? `Not known, and not in the bars: ${words.join(", ")} (a power of the hardware is not known).` : "";
}

// ---- exits

/** "1:0.25;2:0.75" as [["1", 0.25], ["2", 0.75]]. */
function sharesOf(text) {
  return (text ?? "").split(";").filter(Boolean).map((part) => {
    const at = part.lastIndexOf(":");
    return [part.slice(0, at), Number(part.slice(at + 1))];
  });
}

/** Without branches there is nothing to tell. */
function beginExits() {
  const column = summaryColumn("exit_shares");
  const exits = column?.known ? summaryPoints().flatMap((point) => fieldsOf(point, column.name).flatMap(sharesOf)) : [];
  if (new Set(exits.map(([exit]) => exit)).size < 2) leaveOut("exits");
}

function drawExits() {
  if (!byId("exits")) return;
  const column = summaryColumn("exit_shares");
  const all = summaryPoints().filter((point) => fieldsOf(point, "exit_shares").every(Boolean)).sort(inNamingOrder);
  const {drawn, said} = first(all, MOST_BARS, "bar");
  const shares = drawn.map((point) => meanShares(fieldsOf(point, column.name).map(sharesOf)));
  const exits = [...new Set(shares.flatMap((some) => [...some.keys()]))].sort((a, b) => a - b);
  const names = drawn.map((point) => nameOf(point.key));
  const traces = exits.map((exit, number) => ({
    type: "bar", orientation: "h", name: `exit ${plain(exit)}`, y: names.map((_, bar) => bar), x: shares.map((some) => 100 * (some.get(exit) ?? 0)),
    marker: {color: colourAmong(number, exits.length), line: {width: 0.5, color: look("--paper")}}, hoverinfo: "text", textposition: "none",
    text: shares.map((some, bar) => `<b>${plain(names[bar])}</b><br>exit ${plain(exit)}: ${shown(100 * (some.get(exit) ?? 0))} %`),
    meta: {exit, keys: drawn.map((point) => point.key)}}));
  draw("exits-plot", traces, {barmode: "stack", xaxis: axisLook("share of answers (%)", {range: [0, 100.5]}), yaxis: nameAxis(names),
    showlegend: true, height: heightOf(names.length), meta: "shares of the exits"}, "No answers are shown.");
  byId("exits-note").textContent = said;
}

/** The mean share of each exit over replications. */
function meanShares(all) {
  const sums = new Map();
  for (const shares of all) for (const [exit, share] of shares) sums.set(exit, (sums.get(exit) ?? 0) + share / all.length);
  return sums;
}

// ---- links and servers

function beginPlaces() {
  for (const kind of ["links", "servers"]) {
    const table = selection.data[kind];
    const columns = table?.columns.filter((column) => column.known && column.kind !== "word") ?? [];
    if (!columns.length) {
      byId(`${kind}-plot`).replaceChildren(element("p", {class: "nothing"}, `There are no ${kind}.`));
      selection.data[kind] = null;
      continue;
    }
    if (!columns.some((column) => column.name === places[kind])) places[kind] = columns[0].name;
    addChoice(`${kind}-controls`, kind === "links" ? "Links" : "Servers", columns.map((column) => [column.name, titleOf(column)]), places[kind],
              (name) => { places[kind] = name; drawPlaces(kind); });
  }
  if (!selection.data.links && !selection.data.servers) leaveOut("places");
}

function drawPlaces(kind) {
  const table = selection.data[kind];
  if (!table) return;
  const column = table.columns.find((known) => known.name === places[kind]);
  const order = [...new Set(table.places)];
  const all = grouped(table.keys, (line) => table.places[line]).map((bar) => ({...bar, place: table.places[bar.lines[0]]}))
    .sort((a, b) => order.indexOf(a.place) - order.indexOf(b.place) || inNamingOrder(a, b));
  const {drawn, said} = first(all, MOST_BARS, "bar");
  const field = (bar, name) => meanOf(bar.lines.map((line) => table.lines[line][table.names.indexOf(name)]));
  const names = drawn.map((bar) => [bar.place, nameOf(bar.key)].filter(Boolean).join(" · "));
  const told = (bar, known) => {
    const value = field(bar, known.name);
    return plain(`${known.title}: ${value === null ? "not known" : `${shown(value * known.factor)} ${known.unit}`}`);
  };
  const numeric = table.columns.filter((known) => known.known && known.kind !== "word");
  const hover = drawn.map((bar, number) => [`<b>${plain(names[number])}</b>`, ...numeric.map((known) => told(bar, known))].join("<br>"));
  const values = drawn.map((bar) => field(bar, column.name));
  const traces = [{type: "bar", orientation: "h", y: names.map((_, bar) => bar),
                   x: values.map((value) => (value === null ? null : value * column.factor)), marker: {color: drawn.map((bar) => colourOf(bar.key))}, hoverinfo: "text", text: hover, textposition: "none",
                   showlegend: false, meta: {keys: drawn.map((bar) => bar.key)}}];
  draw(`${kind}-plot`, drawn.length ? traces : [], {xaxis: axisLook(titleOf(column), column.unit === "%" ? {range: [0, 101]} : {rangemode: "tozero"}),
    yaxis: nameAxis(names), height: heightOf(names.length) - 30, meta: `${titleOf(column)} of the ${kind}`}, "Nothing is shown.");
  byId(`${kind}-note`).textContent = [said, column.meaning ? `${column.title}: ${column.meaning}.` : ""].join(" ");
}

// From the packed data to the page, filters, contents, and what redraws it.

/** The text of an element with deflated bytes in base 64. */
async function unpacked(id) {
  const bytes = Uint8Array.from(atob(byId(id).textContent), (letter) => letter.charCodeAt(0));
  byId(id).remove();
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"))).text();
}

const PARTS = [["results", drawTable], ["comparison", drawComparison], ["fronts", drawFronts], ["latency", drawLatency], ["energy", drawEnergy],
               ["exits", drawExits], ["places", () => drawPlaces("links")], ["places", () => drawPlaces("servers")], ["regret", drawRegret],
               ["requests", drawRequests]];
const drawing = {left: [], goesOn: false};

function drawAll() {
  drawing.left = [];
  PARTS.forEach(([, draws]) => draws());
}

/** Draws what is in sight at once and the rest piece by piece, so that a click is answered before everything is drawn. */
function drawSoon() {
  const distance = ([id]) => {
    const place = byId(id)?.getBoundingClientRect();
    return place ? Math.max(place.top - window.innerHeight, -place.bottom, 0) : Infinity;
  };
  document.documentElement.dataset.ready = "no";
  drawing.left = [...PARTS].sort((a, b) => distance(a) - distance(b));
  while (drawing.left.length && distance(drawing.left[0]) === 0) drawing.left.shift()[1]();
  if (!drawing.goesOn) drawNext();
}

function drawNext() {
  drawing.left.shift()?.[1]();
  drawing.goesOn = drawing.left.length > 0;
  if (drawing.goesOn) setTimeout(drawNext);
  else document.documentElement.dataset.ready = "yes";
}

// ---- filters

const MOST_CHIPS = 100;  // values of an axis; a design of a sensitivity has hundreds

function beginFilters() {
  const sets = varied().map(filterOf);
  const colours = varied().filter((number) => !isReplication(number));
  byId("filters").append(element("details", {id: "filters-details", open: window.innerWidth > 900},
    element("summary", {}, "Show only ", element("span", {id: "filters-state"})), element("div", {class: "sets"}, ...sets),
    element("div", {class: "controls", id: "filters-controls"})));
  if (!sets.length) byId("filters").remove();
  if (!sets.length) return;
  if (colours.length > 1) {
    const names = colours.map((number) => [number, selection.data.dimensions[number].name]);
    addChoice("filters-controls", "Colours show", names, selection.colour, (number) => {
      selection.colour = Number(number);
      chooseShape();
      tellListeners();
    });
  }
  if (replications() > 1) {
    addSwitch("filters-controls", "means over seeds and runs", selection.mean, (on) => { selection.mean = on; tellListeners(); });
  }
  addButton("filters-controls", "Show all", chooseAll);
  selection.listeners.push(showFilters);
  showFilters();
}

function filterOf(number) {
  const {name, values} = selection.data.dimensions[number];
  if (values.length > MOST_CHIPS) {
    return element("fieldset", {"data-dimension": name}, element("legend", {}, name), `${values.length} values, too many to choose from`);
  }
  return element("fieldset", {"data-dimension": name}, element("legend", {}, name),
    ...values.map((value, at) => {
      const box = element("input", {type: "checkbox", value: at, onchange: () => choose(number, at, box.checked)});
      return element("label", {class: "chip"}, box, element("span", {class: "dot", "aria-hidden": "true"}), element("span", {}, value));
    }));
}

/** What is ticked, coloured and counted. */
function showFilters() {
  for (const number of varied()) {
    const set = byId("filters").querySelector(`fieldset[data-dimension="${CSS.escape(selection.data.dimensions[number].name)}"]`);
    set.querySelectorAll("label").forEach((label, value) => {
      label.querySelector("input").checked = selection.chosen[number].has(value);
      const key = selection.data.dimensions.map((_, other) => (other === number ? value : 0));
      label.querySelector(".dot").style.background = number === selection.colour ? colourOf(key) : "transparent";
    });
  }
  const all = selection.data.summary.keys.length, some = selection.data.summary.keys.filter(isShown).length;
  byId("filters-state").textContent = some === all ? `(all ${counted(all, "result")})` : `(${some} of ${counted(all, "result")})`;
}

function listContents() {
  byId("contents").replaceChildren(...[...document.querySelectorAll("main section")].map((section) =>
    element("li", {}, element("a", {href: `#${section.id}`}, section.querySelector("h2").textContent))));
}

/** The colours of the charts follow the page's: light or dark, and light on paper. */
function followLooks() {
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => tellListeners());
  const printing = (on) => {
    selection.printing = on;
    document.documentElement.classList.toggle("printing", on);
    drawAll();
  };
  window.addEventListener("beforeprint", () => printing(true));
  window.addEventListener("afterprint", () => printing(false));
}

async function begin() {
  const script = element("script");
  script.textContent = await unpacked("plotly");
  document.head.append(script);
  beginSelection(JSON.parse(await unpacked("data")));
  beginFilters();
  beginTable();
  beginComparison();
  beginFronts();
  beginLatency();
  beginEnergy();
  beginPlaces();
  beginRegret();
  beginRequests();
  beginExits();
  listContents();
  selection.listeners.push(drawSoon);
  followLooks();
  byId("state").remove();
  drawSoon();
}

begin().catch((error) => {
  const old = typeof DecompressionStream === "undefined";
  byId("state").textContent = old ? "This browser cannot unpack the results in this page, which cannot be shown: it takes one from 2023 or later."
    : `The results cannot be shown: ${error}`;
  throw error;
});

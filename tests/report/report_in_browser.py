"""Opens reports in headless Chromium and uses them as a reader does.

usage: report_in_browser.py RUN RUN_PAGE SWEEP_PAGE SCRATCH
RUN is the directory of a run with requests.csv whose scenario is called NAME, RUN_PAGE its report; SWEEP_PAGE is that of a
sweep over two uplinks, two policies and two replications, SCRATCH an empty directory for the browser.
"""

import csv
import json
import math
import pathlib
import sys
import tempfile
import time

from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.chrome.service import Service

NAME = "<script>window.ran = true</script> & <b>bold</b>"
PATIENCE = 60  # seconds, for machines that are busy


class Page:
    """A page in the browser; every question to it is asked in its own script."""

    def __init__(self, browser: webdriver.Chrome, path: str):
        self.browser = browser
        self.address = pathlib.Path(path).resolve().as_uri()
        browser.get(self.address)
        self.wait()

    def ask(self, script: str, *arguments):
        return self.browser.execute_script(f"return {script}", *arguments)

    def wait(self) -> None:
        """Until everything is drawn."""
        end = time.monotonic() + PATIENCE
        while self.ask("document.documentElement.dataset.ready") != "yes":
            said = self.ask("document.getElementById('state')?.textContent ?? ''")
            assert "cannot be shown" not in said, said
            assert time.monotonic() < end, f"not drawn after {PATIENCE} s: {said}"
            time.sleep(0.05)

    def click(self, selector: str) -> None:
        element = self.browser.find_element(By.CSS_SELECTOR, selector)
        self.ask("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", element)
        element.click()
        self.wait()

    def rows(self) -> list[list[str]]:
        return self.ask("[...document.querySelectorAll('#table tbody tr')]"
                        ".map(row => [...row.cells].map(cell => cell.textContent))")

    def column(self, name: str) -> list[str]:
        """A column of the table of results by what its header says."""
        titles = self.ask("[...document.querySelectorAll('#table th button')].map(button => button.firstChild.textContent)")
        return [row[titles.index(name)] for row in self.rows()]

    def keys(self, plot: str) -> list[list[int]]:
        """The keys of the lines that a chart shows."""
        return self.ask(f"document.getElementById('{plot}').data"
                        ".filter(trace => trace.meta?.key).map(trace => trace.meta.key)")

    def bars(self, plot: str) -> int:
        return self.ask(f"document.getElementById('{plot}').data[0].x.length")

    def plots(self) -> dict[str, int]:
        """Of each chart how many marks are in it: lines, points and bars as they are in the document."""
        return self.ask("Object.fromEntries([...document.querySelectorAll('.plot')].map(plot => [plot.id, "
                        "plot.querySelectorAll('.plotly path.point, .plotly path.js-line, .plotly .bars path').length]))")

    def choose(self, dimension: str, value: str) -> None:
        chips = self.browser.find_elements(By.CSS_SELECTOR, f"fieldset[data-dimension='{dimension}'] label")
        next(chip for chip in chips if chip.text == value).click()
        self.wait()


def same(found, expected, what: str) -> None:
    assert found == expected, f"{what}: found {found!r}, expected {expected!r}"


def browser() -> webdriver.Chrome:
    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    for argument in ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                     "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run",
                     "--window-size=1400,1000",
                     f"--user-data-dir={tempfile.mkdtemp(dir=sys.argv[-1])}"]:
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    return webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=options)


def read(directory: str, name: str) -> list[dict[str, str]]:
    with open(pathlib.Path(directory) / name, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def check_run(page: Page, directory: str) -> None:
    summary = read(directory, "summary.csv")
    check_names(page)
    drawn = page.plots()
    for name in ["comparison", "fronts", "latency", "energy", "exits", "links", "servers", "regret", "requests", "waterfall",
                 "joules"]:
        assert any(marks for plot, marks in drawn.items() if plot.startswith(name)), f"nothing is drawn in {name}: {drawn}"
    same(page.column("policy"), [line["policy"] for line in summary], "policies in the table")
    check_sorting(page)
    check_filter(page, summary)
    check_request(page, directory)
    check_colours(page)


def check_names(page: Page) -> None:
    """A name is a text wherever it comes from."""
    same(page.browser.title, f"{NAME} · splitscape", "title")
    same(page.ask("document.querySelector('h1').textContent"), NAME, "heading")
    same(page.ask("window.ran ?? null"), None, "what a script in a name has done")
    same(page.ask("document.querySelectorAll('h1 *').length"), 0, "elements in the heading")


def check_sorting(page: Page) -> None:
    for wanted in ["ascending", "descending"]:
        page.click("#table th[data-column='latency_mean_s'] button")
        same(page.ask("document.querySelector(\"#table th[data-column='latency_mean_s']\").ariaSort"), wanted, "order")
        values = [float(text.split(" ")[0].replace(",", "")) for text in page.column("latency mean (ms)")]
        same(values, sorted(values, reverse=wanted == "descending"), f"latencies, {wanted}")


def check_filter(page: Page, summary: list[dict[str, str]]) -> None:
    policies = [line["policy"] for line in summary]
    same(len(page.keys("latency-plot")), len(policies), "lines of the latencies")
    page.choose("policy", policies[1])
    same(page.column("policy"), [policies[1]], "policies after a click")
    for plot in ["latency-plot", "regret-plot"]:
        keys = page.keys(plot)
        assert len(keys) == 1 and keys[0] == page.keys("latency-plot")[0], f"{plot} shows {keys}"
    same(page.bars("energy-plot"), 1, "bars of the energy")
    servers = {line["server"] for line in read(sys.argv[1], "servers.csv")}
    same(page.bars("servers-plot"), len(servers), "bars of the servers")
    page.choose("policy", policies[2])
    same(len(page.rows()), 2, "rows after two clicks")
    # The same with the keyboard.
    box = page.browser.find_element(By.CSS_SELECTOR, "fieldset[data-dimension='policy'] input:checked")
    box.send_keys(Keys.SPACE)
    page.wait()
    same(page.column("policy"), [policies[2]], "policies after the space bar")
    page.click("#filters-controls button")
    same(len(page.rows()), len(policies), "rows after 'Show all'")


def check_request(page: Page, directory: str) -> None:
    """A click on a point shows the request that it stands for, whose parts add up to what requests.csv says."""
    last = {(line["policy"], line["request"]): line for line in read(directory, "requests.csv")}
    page.choose("policy", "confidence_exit")  # so that the points are those of one policy
    before = page.ask("document.querySelector('#request h3').textContent")
    own = [line for line in last.values() if line["policy"] == "confidence_exit"]
    slowest = max(own, key=lambda line: float(line["latency_s"]))
    same(before, f"Request {slowest['request']} of confidence_exit", "the request that comes first")
    point = page.browser.find_elements(By.CSS_SELECTOR, "#requests-plot .scatterlayer .points path.point")[20]
    page.ask("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", point)
    ActionChains(page.browser).move_to_element(point).click().perform()
    page.wait()
    after = page.ask("document.querySelector('#request h3').textContent")
    assert after != before, "a click on a point changes nothing"
    line = last["confidence_exit", after.split(" ")[1]]
    check_parts(page, line)
    page.click("#requests-controls button:nth-of-type(2)")  # the next one
    line = last["confidence_exit", str(int(line["request"]) + 1)]
    now = page.ask("document.querySelector('#request h3').textContent")
    same(now, f"Request {line['request']} of confidence_exit", "the next request")
    check_parts(page, line)
    page.click("#filters-controls button")


def check_parts(page: Page, line: dict[str, str]) -> None:
    spans = page.ask("document.getElementById('waterfall-plot').data.map(trace => [trace.meta.span, trace.meta.seconds])")
    assert spans, "the waterfall is empty"
    total = math.fsum(seconds for kind, seconds in spans if kind != "after")
    latency = float(line["latency_s"])
    assert math.isclose(total, latency, rel_tol=1e-9), f"the parts add up to {total} s, the latency is {latency} s"
    sent = math.fsum(seconds for kind, seconds in spans if kind == "air")
    if line["hop1_sent_s"] and not line["hop2_sent_s"]:
        expected = float(line["hop1_sent_s"]) - float(line["hop1_send_start_s"])
        assert math.isclose(sent, expected, rel_tol=1e-9), f"{sent} s in the air, expected {expected} s"
    same(page.ask("document.querySelectorAll('#spans tbody tr').length"), len(spans), "rows of the parts")
    joules = float(page.ask("document.getElementById('joules').dataset.sum"))
    expected = math.fsum(float(line[f"{state}_energy_j"]) for state in ["head", "exit", "transmit", "receive"])
    assert math.isclose(joules, expected, rel_tol=1e-9), f"{joules} J, expected {expected} J"


def check_colours(page: Page) -> None:
    """Charts follow the page between light and dark."""
    looks = ("[getComputedStyle(document.body).backgroundColor, "
             "document.querySelector('#latency-plot .xtick text').style.fill]")
    found = []
    for scheme in ["light", "dark"]:
        page.browser.execute_cdp_cmd("Emulation.setEmulatedMedia",
                                     {"features": [{"name": "prefers-color-scheme", "value": scheme}]})
        time.sleep(0.1)
        page.wait()
        found.append(page.ask(looks))
    assert found[0][0] != found[1][0] and found[0][1] != found[1][1], f"light and dark look the same: {found}"


def check_sweep(page: Page) -> None:
    same(page.ask("document.querySelector('h1').textContent"), "uplinks", "heading")
    same(len(page.rows()), 4, "rows, a mean over two replications each")
    same(page.column("uplink"), ["2 Mbps", "2 Mbps", "10 Mbps", "10 Mbps"], "uplinks in the table")
    same(page.ask("document.getElementById('comparison-plot').data"
                  ".filter(trace => trace.meta?.key && !trace.meta.band).map(trace => trace.x)"),
         [[2, 10], [2, 10]], "lines over the axis")
    same(len(page.keys("latency-plot")), 8, "lines of the latencies, one a run")
    page.choose("uplink", "10 Mbps")
    same(page.column("uplink"), ["10 Mbps"] * 2, "uplinks after a click")
    same(len(page.keys("latency-plot")), 4, "lines of the latencies after a click")
    page.click("#filters-controls input[type='checkbox']")  # not the means
    same(page.column("run"), ["0", "1", "0", "1"], "runs without means")
    page.click("#filters-controls button")
    same(len(page.rows()), 8, "rows of the whole sweep")


def check_console(page: Page) -> None:
    said = [entry for entry in page.browser.get_log("browser") if entry["level"] != "INFO"]
    same(said, [], "what the console says")


def check_network(page: Page) -> None:
    """Nothing but the file itself is read, and nothing else could be."""
    fetched = page.ask("performance.getEntriesByType('resource').map(entry => entry.name)")
    events = [json.loads(entry["message"])["message"] for entry in page.browser.get_log("performance")]
    fetched += [event["params"]["request"]["url"] for event in events if event["method"] == "Network.requestWillBeSent"
                and event["params"].get("documentURL") == page.address]
    assert page.address in fetched, "the log does not have the page itself"
    left = [address for address in fetched if address != page.address and not address.startswith(("data:", "blob:"))]
    same(left, [], "requests that leave the page")
    refused = page.browser.execute_async_script(
        "const done = arguments[0]; addEventListener('securitypolicyviolation', event => done(event.effectiveDirective));"
        "fetch('http://127.0.0.1:9/').catch(() => setTimeout(() => done('not asked'), 2000))")
    same(refused, "connect-src", "what forbids a request")


def main(run: str, run_page: str, sweep_page: str, _scratch: str) -> None:
    with browser() as chromium:
        page = Page(chromium, run_page)
        check_run(page, run)
        check_console(page)
        check_network(page)
        chromium.get_log("browser")  # what the refusal says
        page = Page(chromium, sweep_page)
        check_sweep(page)
        check_console(page)
        check_network(page)


if __name__ == "__main__":
    main(*sys.argv[1:])

"""The page itself: page/page.html with style, scripts, data and what is written without a script put into it."""

import base64
import html
import pathlib
import re
import zlib

from results import Results
from scenario_text import scalar, yaml_text

PAGE = pathlib.Path(__file__).resolve().parent / "page"
SCRIPTS = ["formats.js", "selection.js", "chart.js", "table.js", "comparison.js", "distributions.js", "bars.js",
           "requests.js", "start.js"]


def packed(text: str) -> str:
    """Deflated, in letters that end no element: the page's script inflates it."""
    return base64.b64encode(zlib.compress(text.encode("utf-8"), 9)).decode("ascii")


def escaped(text) -> str:
    return html.escape(str(text), quote=True)


def whole_page(results: Results, data: str, plotly: str) -> str:
    parts = {
        "title": escaped(title_of(results)),
        "style": (PAGE / "style.css").read_text(encoding="utf-8"),
        "script": "\n".join((PAGE / name).read_text(encoding="utf-8") for name in SCRIPTS),
        "facts": facts(results),
        "warnings": warnings(results),
        "scenario": scenario(results),
        "failures": failures(results),
        "manifest": manifest(results),
        "data": packed(data),
        "plotly": packed(plotly),
    }
    template = (PAGE / "page.html").read_text(encoding="utf-8")
    # In one pass: what is put in is not looked through for places again.
    return re.sub(r"\{\{(\w+)\}\}", lambda place: parts[place[1]], template)


def title_of(results: Results) -> str:
    if results.is_sweep:
        return str(results.study.get("name", "sweep"))
    return ", ".join(dict.fromkeys(entry["name"] for entry in results.scenarios)) or "run"


def count(number: int, what: str) -> str:
    return f"{number:,} {what if number == 1 else what + 's'}"


def facts(results: Results) -> str:
    summary = results.summary
    requests = int(summary["requests"].sum()) if "requests" in summary else 0
    words = ["sweep" if results.is_sweep else "run"]
    if results.is_sweep:
        words.append(count(results.runs, "run"))
    policies = list(summary["policy"].unique())
    words += [count(len(policies), "policy") if len(policies) == 1 else f"{len(policies)} policies",
              count(summary["group"].nunique(), "group") + " of devices", f"{requests:,} requests measured",
              "splitscape " + version_of(results)]
    return " · ".join(escaped(word) for word in words)


def version_of(results: Results) -> str:
    return str(results.manifest.get("version") or (results.study or {}).get("version") or "of unknown version")


def warnings(results: Results) -> str:
    told = []
    if results.runs < results.planned:
        told.append(f"Of {results.planned:,} runs of the study, {results.runs:,} are in this report: "
                    + (f"{len(results.failures) - 1:,} failed." if len(results.failures) > 1
                       else "the sweep is not over, or was stopped."))
    if results.changed:
        names = ", ".join(results.changed[:5]) + (", ..." if len(results.changed) > 5 else "")
        told.append(f"Changed since the manifest was written: {names}.")
    return "".join(f'<p class="warning" role="alert">{escaped(text)}</p>' for text in told)


# ---- the scenario

def scenario(results: Results) -> str:
    if results.is_sweep:
        first = results.scenarios[0] if results.scenarios else None
        parts = [axes_table(results), document("The study", results.study["document"], True)]
        if first:
            parts.append(document(f"Scenario '{first['name']}' as its first run had it", first["document"], False))
        return "".join(parts)
    several = len(results.scenarios) > 1
    return "".join(document(f"Scenario '{entry['name']}'" if several else "As it was read", entry["document"],
                            number == 0) for number, entry in enumerate(results.scenarios))


def document(heading: str, content: dict, is_open: bool) -> str:
    return (f'<details{" open" if is_open else ""}><summary>{escaped(heading)}</summary>'
            f'<pre tabindex="0"><code>{escaped(yaml_text(content))}</code></pre></details>')


def axes_table(results: Results) -> str:
    lines = []
    axes = results.study["document"].get("axes")
    for name in results.axes:
        values = list(dict.fromkeys(results.summary[name]))
        shown = ", ".join(values[:12]) + (f", ... ({len(values)} in all)" if len(values) > 12 else "")
        lines.append([name, keys_of(axes.get(name) if isinstance(axes, dict) else None), shown])
    return table(["axis", "keys of the scenario", "values"], lines) if lines else ""


def keys_of(axis) -> str:
    if not isinstance(axis, dict):
        return ""
    if "policies" in axis:
        return "the policy"
    return ", ".join(axis["zip"]) if isinstance(axis.get("zip"), dict) else str(axis.get("key", ""))


def table(header: list[str], lines: list[list], kind: str = "plain") -> str:
    head = "".join(f'<th scope="col">{escaped(name)}</th>' for name in header)
    body = "".join("<tr>" + "".join(f"<td>{escaped(field)}</td>" for field in line) + "</tr>" for line in lines)
    return (f'<div class="scroll" tabindex="0"><table class="{kind}"><thead><tr>{head}</tr></thead>'
            f"<tbody>{body}</tbody></table></div>")


def failures(results: Results) -> str:
    if len(results.failures) < 2:
        return ""
    header, *lines = results.failures
    return (f'<section id="failures"><h2>Runs that failed</h2><p>{count(len(lines), "run")} of {results.planned:,} left no '
            f"results; this is what they said.</p>{table(header, lines)}</section>")


# ---- the manifest

def manifest(results: Results) -> str:
    packages = results.manifest.get("packages") or {}
    versions = [["splitscape", version_of(results)], *([name, value] for name, value in sorted(packages.items()))]
    parts = ["<h3>Versions</h3>", table(["program or library", "version"], versions), "<h3>Again</h3>", again(results)]
    inputs = inputs_of(results)
    if inputs:
        parts += ["<h3>Files that were read</h3>", table(["file", "SHA-256"], inputs, "plain digests")]
    files = [[name, known] for name, known in sorted((results.manifest.get("results") or {}).items())
             if name.endswith((".csv", "study.json"))]
    if files:
        parts += ["<h3>Result files</h3>", table(["file", "SHA-256"], files, "plain digests")]
    return "".join(parts)


def inputs_of(results: Results) -> list[list[str]]:
    """Path and SHA-256 of every file that was read, each once."""
    found: dict[str, str] = {}
    for entry in [results.study or {}, *results.scenarios]:
        found.update((file["path"], file["sha256"]) for file in entry.get("inputs", []))
    return [[path, known] for path, known in sorted(found.items())]


def again(results: Results) -> str:
    if results.is_sweep:
        command = f"splitscape sweep {results.study.get('file', 'STUDY')} --out AGAIN"
        words = "AGAIN is a new directory."
    else:
        known = results.manifest.get("results") or {}
        more = "".join(f" --{name}" for name in ("requests", "learned") if f"{name}.csv" in known)
        command = f"splitscape run DIR/manifest.json{more} --out AGAIN"
        places = sorted({entry.get("directory", ".") for entry in results.scenarios})
        words = ("DIR is the directory that this report was made of, AGAIN a new one. Paths in the scenario start from "
                 + ", ".join(scalar(place) for place in places) + ".")
    return (f'<pre tabindex="0"><code>{escaped(command)}</code></pre><p>{escaped(words)} The same version on the same '
            "machine gives the same bytes.</p>")

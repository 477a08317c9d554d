"""Puts what the docstrings of the Python package say into its page, docs/python.md.

usage: python_api.py [--update] PAGE
What stands in PAGE between the lines <!-- from the docstrings --> and <!-- end of the docstrings --> must be that; --update
writes it.
"""

import difflib
import inspect
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "analysis/python"))
import splitscape

BEGIN, END = "<!-- from the docstrings -->", "<!-- end of the docstrings -->"
ORDER = ["run", "sweep", "load", "compare", "explain", "policies", "networks", "hardware", "table", "split_units", "is_sweep",
         "program", "SplitscapeError", "InputError", "RunsFailed"]


def signature_of(name, thing):
    """The call with its defaults; types are told only where no sentence tells them."""
    if inspect.isclass(thing):
        return f"class {name}({', '.join(base.__name__ for base in thing.__bases__)})"
    parameters = inspect.signature(thing).parameters.values()
    plain = inspect.Signature([parameter.replace(annotation=inspect.Parameter.empty) for parameter in parameters])
    return f"{name}{plain} -> {result_of(thing)}"


def result_of(thing):
    return str(inspect.signature(thing).return_annotation).replace("pd.", "")


def words(text):
    """Markup of docstrings as that of pages."""
    return re.sub(r":\w+:`(\w+)`", r"`\1`", text.replace("``", "`"))


def parts_of(docstring):
    """(title or "", lines) of a docstring: what stands before and below Args:, Returns:, Raises:."""
    parts = [("", [])]
    for line in inspect.cleandoc(docstring).splitlines():
        if line in ("Args:", "Returns:", "Raises:"):
            parts.append((line[:-1], []))
        elif line and not line.startswith(" ") and parts[-1][0]:
            parts.append(("", [line]))
        else:
            parts[-1][1].append(line)
    return parts


def items_of(lines):
    """Entries 'name: what' with their further lines, as a list."""
    shown = []
    for line in lines:
        entry = re.fullmatch(r"    (\w+): (.*)", line)
        if entry:
            shown.append(f"- `{entry[1]}`: {words(entry[2])}")
        elif line.strip():
            shown.append("  " + words(line.strip()))
    return shown


def prose_of(lines):
    """Text with its examples as blocks."""
    shown = []
    inside = False
    for line in lines:
        if line.startswith(">>> ") and not inside:
            shown.append("```pycon")
            inside = True
        if inside and not line:
            shown.append("```")
            inside = False
        shown.append(line if inside else words(line))
    if inside:
        shown.append("```")
    return shown


def page_of_docstrings():
    assert sorted(ORDER) == sorted(splitscape.__all__), "the page names everything that is public, in its order"
    lines = []
    for name in ORDER:
        thing = getattr(splitscape, name)
        lines += [f"### {name}", "", "```python", signature_of(name, thing), "```", ""]
        for title, part in parts_of(thing.__doc__):
            while part and not part[-1]:
                part.pop()
            if not part:
                continue
            if title in ("Args", "Raises"):
                lines += [{"Args": "Arguments:", "Raises": "Errors:"}[title], "", *items_of(part), ""]
            elif title == "Returns":
                lines += ["Returned: " + words(part[0].strip()), *(words(line.strip()) for line in part[1:]), ""]
            else:
                lines += [*prose_of(part), ""]
    return "\n".join(lines)


def main(arguments):
    update = arguments[0] == "--update"
    path = pathlib.Path(arguments[-1])
    page = path.read_text(encoding="utf-8")
    before, _, rest = page.partition(BEGIN + "\n")
    _, _, after = rest.partition(END)
    anew = f"{before}{BEGIN}\n\n{page_of_docstrings()}\n{END}{after}"
    if update:
        path.write_text(anew, encoding="utf-8")
        return 0
    print("\n".join(difflib.unified_diff(page.splitlines(), anew.splitlines(), "the page", "the docstrings", lineterm="")))
    return 0 if page == anew else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

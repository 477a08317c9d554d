"""Does to a copy what docs/add-a-policy.md says: its files, and its lines in the catalogue.

usage: add_policy_of_page.py PAGE PROJECT COPY
Writes into COPY every code block of PAGE that begins with ```cpp file=NAME, and the file of PROJECT that a block
```cpp line-of=NAME names, with the lines of such blocks above the last line of the macro's list.
"""

import pathlib
import re
import sys


def blocks(page, kind):
    return re.findall(r"^```cpp " + kind + r"=(\S+)\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)


def with_line(source, line):
    lines = source.splitlines(keepends=True)
    last = next(i for i, text in enumerate(lines) if text.startswith("#define SPLITSCAPE_POLICIES("))
    while lines[last].endswith("\\\n"):
        last += 1
    return "".join(lines[:last] + [line] + lines[last:])


def main(page_path, project, copy):
    page = pathlib.Path(page_path).read_text(encoding="utf-8")
    files = dict(blocks(page, "file"))
    for name, line in blocks(page, "line-of"):
        if line.count("\n") != 1:
            sys.exit(f"{page_path}: the block for {name} is not one line")
        source = files.get(name) or (pathlib.Path(project) / name).read_text(encoding="utf-8")
        files[name] = with_line(source, line)
    for name, text in files.items():
        path = pathlib.Path(copy) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])

"""Runs the commands that a page shows in ```console blocks, and compares what they print with the page.

usage: consoles.py [--update] PAGE PROJECT PROGRAM

A line that begins with "$ " is a command, which goes on in the next line where it ends with a backslash; what follows is
what it prints. A line "..." of that stands for any lines. A block ```yaml file=NAME or ```csv file=NAME is the file NAME.
The commands run in the order of the page in a copy of PROJECT made of links, whose build/ holds PROGRAM and is up to
date, so that ./dev can be used as on the page. With --update PAGE is written anew with what the commands print.

Where a command draws a picture with the numbers drawn beside it, docs/images/NAME.csv, these must be those of PROJECT, so
that the picture on the page is of the results on the page; --update takes over both.

PAGE must show no command elsewhere: in ```sh blocks only those that need more than a copy.
"""

import argparse
import difflib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

NOT_RUN = [r"git clone .* splitscape && cd splitscape", r"\./dev run", r"\./dev test", r"\./dev install \S+"]
OTHER_PROGRAMS = ["sudo", "apt-get"]  # nothing is installed by a test


class Block:
    def __init__(self, mark, lines, first):
        self.mark = mark
        self.lines = lines
        self.first = first  # index of its first line in the page


def blocks_of(lines):
    blocks = []
    mark = None
    for number, line in enumerate(lines):
        if not line.startswith("```"):
            continue
        if mark is None:
            mark, first = line[3:].strip(), number + 1
        else:
            blocks.append(Block(mark, lines[first:number], first))
            mark = None
    return blocks


def steps_of(lines):
    """(command as shown, what it prints), line lists."""
    steps = []
    for line in lines:
        if steps and steps[-1][0][-1].endswith("\\") and not steps[-1][1]:
            steps[-1][0].append(line)
        elif line.startswith("$ "):
            steps.append(([line], []))
        elif steps:
            steps[-1][1].append(line)
        else:
            raise SystemExit(f"a console block begins with '{line}' instead of a command")
    return steps


def matches(shown, printed):
    """Whether the lines shown are those printed, '...' standing for any number of them."""
    pattern = "".join("(?:.*\n)*" if line == "..." else re.escape(line) + "\n" for line in shown)
    return re.fullmatch(pattern, "".join(line + "\n" for line in printed)) is not None


def merged(shown, printed):
    """The lines printed, with '...' kept at the beginning where the page has it there."""
    if shown[:1] != ["..."] or len(shown) < 2:
        return printed
    first = printed.index(shown[1]) if shown[1] in printed else max(0, len(printed) - (len(shown) - 1))
    return ["...", *printed[first:]]


def make_copy(project, program, copy):
    for entry in project.iterdir():
        if entry.name != "docs" and not entry.name.startswith((".git", "build", "results")):
            (copy / entry.name).symlink_to(entry)
    (copy / "docs/images").mkdir(parents=True)  # what a page draws is not drawn into the project
    (copy / "build").mkdir()
    (copy / "build/splitscape").symlink_to(program)
    (copy / "build/build.ninja").write_text("build splitscape: phony\n", encoding="utf-8")
    (copy / "results").mkdir()
    (copy / "refused").mkdir()
    for name in OTHER_PROGRAMS:
        refused = copy / "refused" / name
        refused.write_text(f"#!/bin/sh\necho a test must not call {name} >&2\nexit 1\n", encoding="utf-8")
        refused.chmod(0o755)


def run(command, directory):
    environment = dict(os.environ, PATH=f"{directory}/refused:{os.environ['PATH']}", PYTHONDONTWRITEBYTECODE="1",
                       LC_ALL="C.UTF-8", SPLITSCAPE=f"{directory}/build/splitscape")
    done = subprocess.run(["bash", "-c", command], cwd=directory, env=environment, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    return done.stdout.splitlines()


def drawn_otherwise(copy, project, update):
    """The files of numbers below docs/images that are not those of the project; with update they are taken over."""
    differ = []
    for numbers in sorted((copy / "docs/images").glob("*.csv")):
        kept = project / "docs/images" / numbers.name
        if kept.is_file() and kept.read_bytes() == numbers.read_bytes():
            continue
        differ.append(numbers.name)
        if update:
            for file in (copy / "docs/images").glob(f"{numbers.stem}.*"):
                shutil.copy(file, kept.parent / file.name)
    return differ


def forbidden(block):
    for line in block.lines:
        command = line.partition("#")[0].strip()
        if command and not any(re.fullmatch(pattern, command) for pattern in NOT_RUN):
            yield command


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--update", action="store_true")
    parser.add_argument("page", type=pathlib.Path)
    parser.add_argument("project", type=pathlib.Path)
    parser.add_argument("program", type=pathlib.Path)
    options = parser.parse_args()
    lines = options.page.read_text(encoding="utf-8").splitlines()
    replacements = []
    wrong = 0
    commands = 0
    with tempfile.TemporaryDirectory(prefix="splitscape-consoles-") as directory:
        copy = pathlib.Path(directory)
        make_copy(options.project.resolve(), options.program.resolve(), copy)
        blocks = blocks_of(lines)
        for block in blocks:
            file = re.fullmatch(r"[a-z]+ file=([A-Za-z0-9._-]+)", block.mark)
            if file:
                (copy / file.group(1)).write_text("\n".join(block.lines) + "\n", encoding="utf-8")
        for block in blocks:
            if block.mark in ("sh", "bash", "shell"):
                for command in forbidden(block):
                    print(f"{options.page}:{block.first}: '{command}' is shown but not run: put it in a console block")
                    wrong += 1
            if block.mark != "console":
                continue
            anew = []
            for shown_command, shown in steps_of(block.lines):
                command = "\n".join(shown_command)[2:]
                printed = run(command, copy)
                commands += 1
                anew += shown_command + (shown if matches(shown, printed) else merged(shown, printed))
                if not matches(shown, printed):
                    wrong += 1
                    print(f"{options.page}:{block.first}: $ {command}")
                    print("\n".join(difflib.unified_diff(shown, printed, "shown", "printed", lineterm="")))
            replacements.append((block, anew))
        for name in drawn_otherwise(copy, options.project.resolve(), options.update):
            wrong += 1
            print(f"{options.page}: a command draws other numbers than docs/images/{name} holds")
    if options.update:
        for block, anew in reversed(replacements):
            lines[block.first:block.first + len(block.lines)] = anew
        options.page.write_text("\n".join(lines) + "\n", encoding="utf-8")
        print(f"{options.page}: {commands} commands, {wrong} differed")
        return 0
    print(f"{options.page}: {commands} commands, {wrong} differ")
    return 1 if wrong or not commands else 0


if __name__ == "__main__":
    sys.exit(main())

"""Runs an example and compares what it prints with a file.

usage: compare_output.py [--update] EXPECTED PROJECT PROGRAM -- COMMAND...
COMMAND runs in a temporary directory with links to the folders of PROJECT and with PROGRAM as build/splitscape, so that
paths are those of the documentation and nothing is written into PROJECT. --update writes EXPECTED anew.
"""

import difflib
import os
import pathlib
import subprocess
import sys
import tempfile


def run(project, program, command, directory):
    for folder in ("scenarios", "examples", "analysis"):
        (directory / folder).symlink_to(project / folder)
    (directory / "build").mkdir()
    (directory / "build/splitscape").symlink_to(program)
    environment = {name: value for name, value in os.environ.items() if name != "RESULTS"}
    environment |= {"SPLITSCAPE": str(directory / "build/splitscape"), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(command, cwd=directory, env=environment,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)


def main(arguments):
    update = arguments[0] == "--update"
    expected_path, project, program, _, *command = arguments[1:] if update else arguments
    with tempfile.TemporaryDirectory(prefix="splitscape-example-") as directory:
        done = run(pathlib.Path(project).resolve(), pathlib.Path(program).resolve(), command, pathlib.Path(directory))
        pictures = [path for path in pathlib.Path(directory).glob("results/**/*.png") if path.stat().st_size < 5000]
    if done.returncode != 0:
        print(done.stdout + f"exit code {done.returncode}")
        return 1
    if update:
        pathlib.Path(expected_path).write_text(done.stdout, encoding="utf-8")
        return 0
    expected = pathlib.Path(expected_path).read_text(encoding="utf-8")
    print("\n".join(difflib.unified_diff(expected.splitlines(), done.stdout.splitlines(), "expected", "printed", lineterm="")))
    return 1 if done.stdout != expected or pictures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Runs a notebook and compares what its cells give with what is stored in it.

usage: run_notebook.py [--update] NOTEBOOK PROJECT PROGRAM
The cells run in a temporary directory with links to the folders of PROJECT and with PROGRAM as the program splitscape, so
that paths are those of the documentation and nothing is written into PROJECT. Texts must be the same; of a picture, that
there is one. What goes to the standard error (bars of progress) is neither stored nor compared. --update stores what comes
out.
"""

import difflib
import os
import pathlib
import sys
import tempfile

import nbclient
import nbformat


def run(notebook, project, program):
    """Executes the notebook in place. A cell that raises is an error that shows it."""
    with tempfile.TemporaryDirectory(prefix="splitscape-notebook-") as directory:
        place = pathlib.Path(directory)
        for folder in ("scenarios", "examples", "analysis"):
            (place / folder).symlink_to(project / folder)
        home = place / "home"  # settings and kernels of whoever runs the test are not his notebook's
        home.mkdir()
        os.environ.update(SPLITSCAPE=str(program), HOME=str(home), IPYTHONDIR=str(home), JUPYTER_RUNTIME_DIR=str(home),
                          PYTHONDONTWRITEBYTECODE="1", PYDEVD_DISABLE_FILE_VALIDATION="1")
        client = nbclient.NotebookClient(notebook, timeout=300, kernel_name="python3",
                                         resources={"metadata": {"path": directory}})
        client.execute()


def texts_of(notebook):
    """What the code cells show, line by line."""
    lines = []
    for number, cell in enumerate(notebook.cells):
        for output in cell.get("outputs", []):
            if output.output_type == "stream":
                lines += [f"cell {number}: {line}" for line in output.text.splitlines()]
            else:
                shown = output.data.get("text/plain", "") if "image/png" not in output.data else "a picture"
                lines += [f"cell {number}: {line}" for line in shown.splitlines()]
    return lines


def tidy(notebook):
    """Leaves out what differs from run to run."""
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        if cell.cell_type == "code":
            cell.outputs = [output for output in cell.outputs if output.get("name") != "stderr"]
    notebook.metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}


def main(arguments):
    update = arguments[0] == "--update"
    path, project, program = map(pathlib.Path, arguments[1:] if update else arguments)
    notebook = nbformat.read(path, as_version=4)
    stored = texts_of(notebook)
    run(notebook, project.resolve(), program.resolve())
    tidy(notebook)
    if update:
        nbformat.write(notebook, path)
        return 0
    small = [number for number, cell in enumerate(notebook.cells) for output in cell.get("outputs", [])
             if len(output.get("data", {}).get("image/png", "x" * 9999)) < 5000]
    shown = texts_of(notebook)
    print("\n".join(difflib.unified_diff(stored, shown, "stored", "shown", lineterm="")))
    print("\n".join(f"cell {number}: the picture is empty" for number in small))
    return 1 if shown != stored or not shown or small else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

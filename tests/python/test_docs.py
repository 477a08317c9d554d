"""The examples in the docstrings, and the page that is made of them."""

import doctest
import importlib
import inspect
import pkgutil
import subprocess
import sys

import pytest
import splitscape
from conftest import PROJECT

MODULES = [name for _, name, _ in pkgutil.iter_modules(splitscape.__path__)]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_the_docstrings_show_what_comes_out(name, tmp_path):
    module = importlib.import_module(f"splitscape.{name}")
    done = doctest.testmod(module, extraglobs={"scratch": tmp_path})
    assert done.failed == 0


def test_everything_public_is_exported_with_a_docstring_and_types():
    assert sorted(splitscape.__all__) == sorted(
        name for name, value in vars(splitscape).items() if not name.startswith("_") and not inspect.ismodule(value))
    for name in splitscape.__all__:
        thing = getattr(splitscape, name)
        assert thing.__doc__, name
        if inspect.isfunction(thing):
            annotated = inspect.signature(thing)
            assert annotated.return_annotation is not inspect.Signature.empty, name
            for parameter in annotated.parameters.values():
                assert parameter.annotation is not inspect.Parameter.empty, (name, parameter.name)
    assert (PROJECT / "analysis/python/splitscape/py.typed").is_file()


def test_the_page_of_the_package_is_that_of_its_docstrings():
    done = subprocess.run([sys.executable, "-B", "tests/docs/python_api.py", "docs/python.md"], capture_output=True, text=True,
                          check=False)
    assert done.returncode == 0, done.stdout + done.stderr + "./dev docs writes the page anew"

"""How scenarios and changes to them are written down for the program."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from typing import Any, Union

Scenario = Union[str, "os.PathLike[str]", Mapping[str, Any]]

STANDARD_INPUT = "-"


def file_and_text(scenario: Scenario) -> tuple[str, str | None]:
    """The FILE of the command line, and what the program reads from its standard input where that is it.

    A text of several lines is YAML, a mapping becomes JSON, which YAML includes; all else is a path.
    """
    if isinstance(scenario, Mapping):
        return STANDARD_INPUT, json.dumps(scenario, ensure_ascii=False)
    if isinstance(scenario, str) and "\n" in scenario:
        return STANDARD_INPUT, scenario
    return os.fspath(scenario), None


def assignments(overrides: Mapping[str, Any] | None, keys: Mapping[str, Any]) -> list[str]:
    """``--set`` with each key that is changed: those of a mapping as they are, those of keywords with ``__`` for a point.

    >>> assignments({"links.wifi.up": "5 Mbps"}, {"duration": "1 min", "servers__edge__load": 2})
    ['--set', 'links.wifi.up=5 Mbps', '--set', 'duration=1 min', '--set', 'servers.edge.load=2']
    """
    words: list[str] = []
    changes = dict(overrides or {})
    changes.update({key.replace("__", "."): value for key, value in keys.items()})
    for key, value in changes.items():
        words += ["--set", f"{key}={written(value)}"]
    return words


def written(value: Any) -> str:
    """A value as a scenario has it: texts as they are, all else as JSON.

    >>> written("5 Mbps"), written(True), written(["a", {"name": "b"}])
    ('5 Mbps', 'true', '["a", {"name": "b"}]')
    """
    if isinstance(value, str):
        return value
    if hasattr(value, "item"):  # a number of numpy
        value = value.item()
    return json.dumps(value, ensure_ascii=False)


def policy_words(policies: Any) -> list[str]:
    """What chooses the policies: names of the scenario's own or of the catalogue; or policies with their parameters."""
    if policies is None:
        return []
    chosen = [policies] if isinstance(policies, (str, Mapping)) else list(policies)
    if all(isinstance(policy, str) for policy in chosen):
        return [word for policy in chosen for word in ("--policy", policy)]
    return ["--set", f"policy={written(chosen)}"]

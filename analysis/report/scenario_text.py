"""Documents as YAML again, as they are written by hand: short lists and tables in one line."""

import json
import re

# What YAML takes for a word and nothing else.
PLAIN = re.compile(r"[A-Za-z_./][A-Za-z0-9_ ./+|-]*|[0-9.]+ [A-Za-z/%0-9]+|[0-9.]+%")
NOT_WORDS = {"true", "false", "yes", "no", "on", "off", "null", "y", "n", ".inf", ".nan"}
WIDTH = 100


def scalar(value) -> str:
    if isinstance(value, str) and PLAIN.fullmatch(value) and value.lower() not in NOT_WORDS and value == value.strip():
        return value
    return json.dumps(value, ensure_ascii=False)


def in_one_line(value) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{scalar(key)}: {in_one_line(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(in_one_line(item) for item in value) + "]"
    return scalar(value)


def yaml_text(document: dict, indent: str = "") -> str:
    """The lines of a document; what fits into a line below the first level is put into one."""
    lines = []
    for key, value in document.items():
        start = f"{indent}{scalar(key)}:"
        short = in_one_line(value)
        whole = not isinstance(value, (dict, list)) or not value
        if whole or ((indent or isinstance(value, list)) and len(start) + 1 + len(short) <= WIDTH):
            lines.append(f"{start} {short}\n")
        elif isinstance(value, dict):
            lines.append(f"{start}\n{yaml_text(value, indent + '  ')}")
        else:
            lines.append(f"{start}\n" + "".join(f"{indent}  - {in_one_line(item)}\n" for item in value))
    return "".join(lines)

"""Holds a CITATION.cff against what the Citation File Format 1.2.0 asks for.

usage: citation.py FILE VERSION
Only the keys that a project like this one has are known: another one is an error, so that it is looked up once.
"""

import datetime
import re
import sys

import yaml

REQUIRED = {"cff-version", "message", "title", "authors"}
OPTIONAL = {"type", "abstract", "version", "date-released", "license", "keywords", "repository-code", "url", "doi"}
PERSON = {"family-names", "given-names", "orcid", "affiliation", "email"}
ENTITY = {"name", "website", "email"}


def problems(citation, version):
    keys = set(citation)
    yield from (f"{key} is missing" for key in sorted(REQUIRED - keys))
    yield from (f"{key} is no key of the format" for key in sorted(keys - REQUIRED - OPTIONAL))
    if citation.get("cff-version") != "1.2.0":
        yield "cff-version is not the text 1.2.0"
    if citation.get("type", "software") != "software":
        yield "type is not software"
    authors = citation.get("authors")
    if not isinstance(authors, list) or not authors:
        yield "authors is no list"
    elif not all(set(author) <= (ENTITY if "name" in author else PERSON) for author in authors):
        yield "an author has a key that is none"
    if citation.get("version") != version:
        yield f"version is {citation.get('version')}, not {version}"
    date = citation.get("date-released")
    if not isinstance(date, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", date):
        yield "date-released is no text like 2026-01-31"
    else:
        datetime.date.fromisoformat(date)
    if citation.get("license") != "Apache-2.0":
        yield "license is not Apache-2.0"
    keywords = citation.get("keywords", [])
    if len(set(keywords)) != len(keywords) or not all(isinstance(word, str) for word in keywords):
        yield "keywords are no different texts"


def main(path, version):
    with open(path, encoding="utf-8") as file:
        found = list(problems(yaml.safe_load(file), version))
    for problem in found:
        print(f"{path}: {problem}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

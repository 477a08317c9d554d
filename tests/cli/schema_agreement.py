"""Compares what the JSON Schema says of many scenario files with what the loader said of them.

Called by broken_scenarios_test.cpp with a directory that holds schema.json and cases.jsonl: a line a file, with
"what" it is, whether the loader finds it "valid" in structure, and the "document" itself.
"""

import json
import pathlib
import sys

import jsonschema


def main(directory: pathlib.Path) -> int:
    schema = json.loads((directory / "schema.json").read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    differences = 0
    cases = 0
    with open(directory / "cases.jsonl") as lines:
        for line in lines:
            case = json.loads(line)
            cases += 1
            if validator.is_valid(case["document"]) != case["valid"]:
                differences += 1
                print(f"{case['what']}: the loader says {'valid' if case['valid'] else 'broken'}, the schema does not")
    print(f"{cases} files, {differences} differences")
    return 1 if differences or not cases else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1])))

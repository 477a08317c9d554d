"""Tests of what a report reads, thins and shows.

usage: report_parts.py RUN, the directory of a run with requests.csv
"""

import pathlib
import shutil
import sys
import tempfile
import unittest

PROJECT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(PROJECT / "analysis/report"), str(PROJECT / "analysis/plots")]

import numpy as np  # noqa: E402
import pandas as pd  # noqa: E402
import yaml  # noqa: E402

import columns  # noqa: E402
import page  # noqa: E402
import page_data  # noqa: E402
import report  # noqa: E402
import request_sample  # noqa: E402
from dimensions import Dimensions  # noqa: E402
from request_sample import Series  # noqa: E402
from results import UserError, read_results  # noqa: E402
from scenario_text import yaml_text  # noqa: E402

RUN = pathlib.Path(sys.argv.pop(1))
HEADER = "scenario,policy,seed,run,group,requests,accuracy\n"
MANIFEST = '{"version": "1", "scenarios": [], "results": {}}'


def series(latency, measured=None) -> Series:
    latency = np.array(latency, dtype=float)
    measured = np.ones(len(latency), bool) if measured is None else measured
    return Series(0, [0], np.arange(len(latency)) + 100, latency, measured)


class Thinning(unittest.TestCase):
    def test_a_distribution_is_exact_where_there_is_room_and_counts_the_unanswered(self):
        found = request_sample.distribution(series([3, 1, np.nan, 2]), 10)
        self.assertEqual(found["latency"], [1, 2, 3])
        self.assertEqual(found["share"], [0.25, 0.5, 0.75])
        self.assertEqual((found["requests"], found["answered"]), (4, 3))

    def test_a_thinned_distribution_goes_through_points_of_the_whole_one(self):
        count = 20000
        found = request_sample.distribution(series(np.arange(count, 0, -1)), 200)
        self.assertLessEqual(len(found["latency"]), 200)
        for latency, share in zip(found["latency"], found["share"]):
            self.assertAlmostEqual(latency / count, share, 6)
        self.assertEqual((found["latency"][0], found["latency"][-1]), (1, count))
        self.assertGreaterEqual(sum(share >= 0.99 for share in found["share"]), 40)

    def test_requests_before_the_end_of_the_warm_up_are_in_no_distribution(self):
        found = request_sample.distribution(series([9, 1], np.array([False, True])), 10)
        self.assertEqual((found["latency"], found["share"], found["requests"]), ([1], [1], 1))

    def test_a_quarter_of_the_requests_that_are_kept_are_the_slowest_and_the_others_evenly_spaced(self):
        latency = np.ones(1000)
        latency[[500, 501, 502, 503, 504]] = [50, 51, 52, 53, 54]
        kept = request_sample.chosen(series(latency), 20) - 100
        self.assertEqual(len(kept), 20)
        self.assertTrue({500, 501, 502, 503, 504} <= set(kept))
        self.assertEqual((kept[0], kept[-1]), (0, 999))
        others = [line for line in kept if not 500 <= line <= 504]
        gaps = np.diff(others)
        self.assertLess(max(gaps) - min(gaps), 8)
        self.assertEqual(list(kept), list(request_sample.chosen(series(latency), 20) - 100))
        self.assertEqual(list(request_sample.chosen(series([1, 2, 3]), 3)), [100, 101, 102])

    def test_what_small_series_leave_goes_to_the_large(self):
        self.assertEqual(request_sample.budgets([10, 1000, 1000], 100), [10, 45, 45])
        self.assertEqual(request_sample.budgets([5, 5], 100), [5, 5])
        self.assertEqual(request_sample.budgets([1000] * 3, 2), [1, 1, 1])

    def test_a_large_file_is_read_in_pieces_with_the_same_result(self):
        results = read_results(str(RUN))
        whole = request_sample.requests_for_page(results, Dimensions(results))
        for name, small in [("CHUNK", 97), ("MOST_REQUESTS", 40)]:
            before = getattr(request_sample, name)
            setattr(request_sample, name, small)
            self.addCleanup(setattr, request_sample, name, before)
            pieces = request_sample.requests_for_page(results, Dimensions(results))
            if name == "CHUNK":
                self.assertEqual(pieces, whole)
        self.assertEqual(len(pieces["lines"]), 40)
        self.assertEqual(pieces["all"], len(whole["lines"]))
        self.assertEqual(pieces["distributions"], whole["distributions"])

    def test_later_hops_that_only_some_runs_have_stand_before_the_answer(self):
        self.assertEqual(request_sample.in_order(["a", "hop1_x", "hop1_y", "answer_s", "end_s", "hop2_x", "hop2_y"]),
                         ["a", "hop1_x", "hop1_y", "hop2_x", "hop2_y", "answer_s", "end_s"])


class Showing(unittest.TestCase):
    def test_units_have_the_prefix_of_the_median(self):
        table = pd.DataFrame({"latency_mean_s": [0.02, 0.03, 4], "latency_mean_ci95_s": [0.001, 0, np.nan],
                              "latency_p99_s": [5, 6, 7], "accuracy": [0.5, 0.6, np.nan], "requests": [1, 2, 3],
                              "verdict": ["stable", "", ""]})
        found = {column["name"]: column for column in columns.described(table, list(table), {"verdict"}, "summary.csv", {})}
        self.assertEqual((found["latency_mean_s"]["factor"], found["latency_mean_s"]["unit"]), (1000, "ms"))
        self.assertEqual(found["latency_mean_s"]["interval"], "latency_mean_ci95_s")
        self.assertEqual(found["latency_p99_s"]["unit"], "ms")  # as the mean, to be compared with it
        self.assertEqual((found["accuracy"]["factor"], found["accuracy"]["unit"]), (100, "%"))
        self.assertEqual([found[name]["kind"] for name in ("accuracy", "requests", "verdict")], ["number", "count", "word"])
        self.assertNotIn("latency_mean_ci95_s", found)

    def test_a_document_is_written_as_yaml_that_reads_back(self):
        document = {"name": "a: b", "list": ["x", {"k": "1"}], "yes": "no",
                    "deep": {"empty": {}, "n": 1.5, "t": "20 ms", "of": [True, None]}}
        text = yaml_text(document)
        self.assertEqual(yaml.safe_load(text), document)

    def test_energies_that_are_not_known_stay_unknown(self):
        results = read_results(str(RUN))
        results.tables["devices"].loc[0, "head_energy_j"] = np.nan
        lines = page_data.ledger(results, Dimensions(results))["lines"]
        head = page_data.STATES.index("head")
        self.assertIsNone(lines[0][head])
        self.assertTrue(all(line[head] is not None for line in lines[1:]))
        self.assertTrue(all(line[page_data.STATES.index("idle")] is None for line in lines))

    def test_what_has_changed_since_the_manifest_is_said(self):
        with tempfile.TemporaryDirectory() as directory:
            shutil.copytree(RUN, directory, dirs_exist_ok=True)
            self.assertEqual(page.warnings(read_results(directory)), "")
            with open(pathlib.Path(directory) / "links.csv", "a", encoding="utf-8") as file:
                file.write(pathlib.Path(directory, "links.csv").read_text(encoding="utf-8").splitlines()[-1] + "\n")
            self.assertIn("Changed since the manifest was written: links.csv.", page.warnings(read_results(directory)))


class Refusals(unittest.TestCase):
    def setUp(self):
        self.directory = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))

    def refused(self, words: str, **files: str) -> None:
        for name, text in files.items():
            path = self.directory / name.replace("__", "/").replace("_dot_", ".")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        with self.assertRaises(UserError) as caught:
            read_results(str(self.directory))
        self.assertEqual(str(caught.exception).replace(f"{self.directory}", "DIR"), words)

    def test_a_directory_without_results(self):
        self.refused("DIR holds neither a run nor a sweep: there is no summary.csv and no study.json in it")
        self.refused("DIR holds a replay, of which there is no report: there is no summary.csv and no study.json in it",
                     replay_dot_csv="policy\n")

    def test_files_that_are_broken(self):
        self.refused("there is no DIR/manifest.json", summary_dot_csv=HEADER)
        self.refused("DIR/manifest.json has no key 'version'", manifest_dot_json="{}")
        self.refused("DIR has no lines of results", manifest_dot_json=MANIFEST)
        self.refused("DIR/summary.csv:2: 2 fields, the header has 7", summary_dot_csv=HEADER + "a,b\n")
        self.refused("the column 'accuracy' of DIR/summary.csv holds text, not numbers",
                     summary_dot_csv=HEADER + "a,b,1,0,g,5,much\n")
        self.refused("DIR has no column 'run'; did you mean 'rum'?",
                     summary_dot_csv=HEADER.replace("run", "rum") + "a,b,1,0,g,5,1\n")
        self.refused("cannot read DIR/summary.csv: it is empty", summary_dot_csv="")
        self.refused("cannot read DIR/manifest.json: Expecting value: line 1 column 1 (char 0)", manifest_dot_json="?")
        (self.directory / "manifest.json").write_text(MANIFEST, encoding="utf-8")
        (self.directory / "summary.csv").write_bytes(b"\xff\n")
        self.refused("cannot read DIR/summary.csv: 'utf-8' codec can't decode byte 0xff in position 0: invalid start byte")

    def test_a_sweep_that_is_not_of_one_piece(self):
        study = '{"document": {}, "runs": [{"number": 1, "id": "a"}, {"number": 2, "id": "b"}]}'
        self.refused("DIR/results.partial.csv has not the columns scenario, policy, seed, run and group of a summary",
                     study_dot_json=study, results_dot_partial_dot_csv="uplink\n1\n")
        line = "s,p,1,0,g,5,1\n"
        self.refused("DIR/runs/a/summary.csv is not what DIR says of run 1",
                     results_dot_partial_dot_csv="uplink," + HEADER + "2," + line,
                     runs__a__summary_dot_csv=HEADER + line.replace("5", "6"))
        self.refused("DIR/runs/b/links.csv has other columns than those of the runs before it",
                     results_dot_partial_dot_csv="uplink," + HEADER + "2," + line + "3," + line,
                     runs__a__summary_dot_csv=HEADER + line, runs__a__manifest_dot_json=MANIFEST,
                     runs__a__links_dot_csv="link\nx\n", runs__b__summary_dot_csv=HEADER + line,
                     runs__b__manifest_dot_json=MANIFEST, runs__b__links_dot_csv="way\nx\n")

    def test_requests_of_other_columns(self):
        shutil.copytree(RUN, self.directory, dirs_exist_ok=True)
        path = self.directory / "requests.csv"
        path.write_text(path.read_text(encoding="utf-8").replace("latency_s", "latency_ms", 1), encoding="utf-8")
        results = read_results(str(self.directory))
        with self.assertRaisesRegex(UserError, "requests.csv has no column 'latency_s'; did you mean 'latency_ms'"):
            request_sample.requests_for_page(results, Dimensions(results))
        path.write_text("", encoding="utf-8")
        with self.assertRaisesRegex(UserError, "cannot read .*requests.csv: No columns to parse from file"):
            request_sample.requests_for_page(results, Dimensions(results))

    def test_a_page_that_cannot_be_written(self):
        with self.assertRaisesRegex(UserError, "cannot write .*/nowhere/page.html: No such file or directory"):
            report.write(str(self.directory / "nowhere/page.html"), "")


class Sweeps(unittest.TestCase):
    def test_a_sweep_that_is_not_over_is_read_as_far_as_it_is(self):
        line = "s,p,1,0,g,5,1\n"
        with tempfile.TemporaryDirectory() as name:
            directory = pathlib.Path(name)
            (directory / "runs/b").mkdir(parents=True)
            (directory / "study.json").write_text(
                '{"name": "n", "version": "1", "document": {"axes": {"uplink": {"key": "k"}}}, '
                '"runs": [{"number": 1, "id": "a"}, {"number": 2, "id": "b"}, {"number": 3, "id": "c"}]}')
            (directory / "results.partial.csv").write_text("uplink," + HEADER + "2 Mbps," + line)
            (directory / "failures.csv").write_text(
                "number,id,command,message\n1,a,splitscape run x.yaml,<b>it failed</b>\n")
            (directory / "runs/b/summary.csv").write_text(HEADER + line)
            (directory / "runs/b/manifest.json").write_text(MANIFEST)
            results = read_results(name)
            self.assertEqual((results.runs, results.planned, results.axes), (1, 3, ["uplink"]))
            self.assertIn("Of 3 runs of the study, 1 are in this report: 1 failed.", page.warnings(results))
            self.assertIn("<td>&lt;b&gt;it failed&lt;/b&gt;</td>", page.failures(results))
            self.assertIn("<td>uplink</td><td>k</td><td>2 Mbps</td>", page.scenario(results))
            data = page_data.page_data(results, {})
            self.assertEqual(data["dimensions"][0]["numbers"], [2.0])
            self.assertEqual(data["dimensions"][0]["unit"], "Mbps")
            self.assertIsNone(data["requests"])


if __name__ == "__main__":
    unittest.main()

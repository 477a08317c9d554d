#!/usr/bin/env python3
"""Writes samples.csv (docs/formats/samples.md) from the logits of any framework. It needs numpy only.

  examples/dump_samples.py logits.npz -o samples.csv --temperature 1.3 1.1

logits.npz holds exit_1, exit_2, ... (a row a sample, a column a class; the end of the network last) and labels:
numpy.savez("logits.npz", exit_1=..., exit_2=..., labels=...). Temperatures: none, one for all exits, or one an exit.
"""

import argparse

import numpy as np

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("logits", help="file of numpy.savez")
parser.add_argument("-o", "--output", default="samples.csv")
parser.add_argument("--temperature", type=float, nargs="+", default=[1.0], help="divides the logits")
options = parser.parse_args()

arrays = np.load(options.logits)
exits = [arrays[f"exit_{k}"].astype(float) for k in range(1, len(arrays.files))]  # all but the labels
temperatures = options.temperature * (len(exits) if len(options.temperature) == 1 else 1)
with open(options.output, "w", encoding="utf-8") as file:
    print("sample,exit,confidence,entropy,prediction,label", file=file)
    outcomes = []
    for logits, temperature in zip(exits, temperatures, strict=True):
        scaled = (logits - logits.max(axis=1, keepdims=True)) / temperature
        logs = scaled - np.log(np.exp(scaled).sum(axis=1, keepdims=True))  # of the probabilities
        outcomes.append((np.exp(logs.max(axis=1)), np.abs((np.exp(logs) * logs).sum(axis=1)), logs.argmax(axis=1)))
    for sample, label in enumerate(arrays["labels"]):
        for number, (confidence, entropy, prediction) in enumerate(outcomes, 1):
            print(sample, number, f"{confidence[sample]:.9g}", f"{entropy[sample]:.9g}", prediction[sample], label,
                  sep=",", file=file)

#!/usr/bin/env python3
"""Writes made-up samples of a network with twelve exits that have the marginals which SplitEE's notebooks tell of IMDb.

  examples/made_up_exits.py scenarios/traces/made-up-imdb.csv

The samples of the paper (Bajpai et al., arXiv 2309.09195: ElasticBERT fine-tuned on SST-2, run on IMDb) are not public.
What is public of them, and held here: the share of samples whose confidence at exit 1 reaches .6, .65, .7, .75; likewise at
exit 3 for .65, .7, .75, .8; the mean confidence and the accuracy of the end; how much accuracy the split at exit 3 costs at
each of these thresholds. The rest is made up: quantiles between the published ones by straight lines, those of the other
exits between their neighbours, the confidence of the end as 1 - (1 - u)^a / 2, and how strongly a sample that is easy for one
exit is easy for another (CORRELATION), which is set so that the best fixed split has the published reward of .46262 at o = .5.
Both labels are equally frequent, and no exit is right where the end is wrong, so nothing is gained by stopping early but cost.
"""

import random
import sys

SAMPLES = 1000
EXITS = 12
CORRELATION = 0.5  # of the ease of a sample at one exit with what all exits share of it

# (confidence, share of the samples whose confidence is at least that), falling
EXIT_1 = [(0.5, 1.0), (0.6, 0.01924), (0.65, 0.00328), (0.7, 0.00152), (0.75, 0.00028), (0.8, 0.0)]
EXIT_3 = [(0.5, 1.0), (0.65, 0.819), (0.7, 0.75192), (0.75, 0.67684), (0.8, 0.59328), (0.9, 0.34), (1.0, 0.0)]
END_MEAN, END_ACCURACY = 0.94708, 0.83432
# What samples of such confidence at exit 3 lose in accuracy against the end: differences of the published accuracies of the
# split at exit 3 with neighbouring thresholds, by the share of samples between them. Below .65 nothing is published.
LOST_AT_3 = [(0.8, 0.0061), (0.75, 0.0469), (0.7, 0.0698), (0.65, 0.1061), (0.5, 0.15)]


def quantile(points, u):
    """The confidence that the share 1 - u of the samples reaches, by straight lines between the points."""
    reached = 1 - u
    for (low, more), (high, less) in zip(points, points[1:]):
        if more >= reached >= less:
            return low + (high - low) * (more - reached) / (more - less)
    return points[-1][0]


def end_quantile(u):
    return 1 - 0.5 * (1 - u) ** (0.5 / (1 - END_MEAN) - 1)


def confidence(exit, u):
    if exit == 1:
        return quantile(EXIT_1, u)
    if exit == 2:
        return (quantile(EXIT_1, u) + quantile(EXIT_3, u)) / 2
    weight = (exit - 3) / (EXITS - 3)
    return (1 - weight) * quantile(EXIT_3, u) + weight * end_quantile(u)


def lost(exit, certainty):
    """How much likelier than the end an exit is to be wrong."""
    if exit == 1:
        return 0.3  # hardly ever confident, and little better than chance
    at_3 = next(loss for least, loss in LOST_AT_3 if certainty >= least)
    return 0.15 if exit == 2 else at_3 * (EXITS - exit) / (EXITS - 3)


def spread(chances):
    """Of each in turn whether it happens: as often in all, and in every stretch, as its chances add up to."""
    total, happened = 0.5, []
    for chance in chances:
        total += chance
        happened.append(total >= 1)
        total -= total >= 1
    return happened


def main(path):
    draw = random.Random(1)
    ease = [draw.gauss(0, 1) for _ in range(SAMPLES)]
    confidences = []
    for exit in range(1, EXITS + 1):
        own = [CORRELATION * e + (1 - CORRELATION**2) ** 0.5 * draw.gauss(0, 1) for e in ease]
        rank = {sample: place for place, sample in enumerate(sorted(range(SAMPLES), key=own.__getitem__))}
        # Every quantile once, so that the marginals are met and not drawn.
        confidences.append([confidence(exit, (rank[s] + 0.5) / SAMPLES) for s in range(SAMPLES)])
    # The end is right most often where it is sure: always where it is surest, and less by a straight line down from there.
    order = sorted(range(SAMPLES), key=confidences[-1].__getitem__)
    wrong = [2 * (1 - END_ACCURACY) * (1 - (place + 0.5) / SAMPLES) for place in range(SAMPLES)]
    end_right = {s: not is_wrong for s, is_wrong in zip(order, spread(wrong))}
    right = []
    for exit in range(1, EXITS + 1):
        order = sorted((s for s in range(SAMPLES) if end_right[s]), key=confidences[exit - 1].__getitem__)
        loses = spread(0 if exit == EXITS else lost(exit, confidences[exit - 1][s]) / END_ACCURACY for s in order)
        right.append({s for s, worse in zip(order, loses) if not worse})
    with open(path, "w", encoding="ascii") as table:
        names = [f"{name}_{k}" for k in range(1, EXITS + 1) for name in ("confidence", "prediction")]
        table.write("label," + ",".join(names) + "\n")
        for sample in range(SAMPLES):
            label = sample % 2
            fields = [str(label)]
            for certainty, are_right in zip(confidences, right):
                fields += [f"{certainty[sample]:.4f}", str(label if sample in are_right else 1 - label)]
            table.write(",".join(fields) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])

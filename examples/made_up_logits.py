#!/usr/bin/env python3
"""Writes logits.npz with the logits of a made-up network with two exits, to try dump_samples.py with.

  examples/made_up_logits.py logits.npz

The classes are 0 to 3 in turn. Exit 1 tells them well where the sample is easy, exit 2 better; every fifth sample looks
like the next class at exit 1, every seventeenth at both.
"""

import sys

import numpy as np

samples = np.arange(200)
labels = samples % 4
clarity = 0.5 + samples % 13  # of a sample: the logit of the class that it looks like, the others being 0


def logits(fooled_every, gain):
    seen = (labels + (samples % fooled_every == 0)) % 4
    return gain * clarity[:, None] * (seen[:, None] == np.arange(4))


np.savez(sys.argv[1], exit_1=logits(5, 0.4), exit_2=logits(17, 0.8), labels=labels)

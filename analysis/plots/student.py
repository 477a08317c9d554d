"""Student's t: half the width of the 95 % interval of a mean, for pictures and the report."""

import functools
import math


def share_within(t, freedom):
    """Probability that Student's t lies between -t and t (Abramowitz, Stegun, 26.7.3 and 26.7.4)."""
    angle = math.atan(t / math.sqrt(freedom))
    odd = freedom % 2
    term = math.cos(angle) if odd else 1.0
    total = 0.0
    for k in range(1, freedom // 2 + 1):
        total += term
        term *= math.cos(angle) ** 2 * (2 * k / (2 * k + 1) if odd else (2 * k - 1) / (2 * k))
    total *= math.sin(angle)
    return 2 / math.pi * (angle + total) if odd else total


@functools.cache
def student(freedom):
    """The quantile .975 of Student's t."""
    low, high = 0.0, 13.0  # of one degree of freedom, which has the largest: 12.706
    while (middle := (low + high) / 2) not in (low, high):
        low, high = (middle, high) if share_within(middle, freedom) < 0.95 else (low, middle)
    return high


def half_width(values):
    """Of the 95 % interval of the mean; not known (NaN) of a single value."""
    return student(len(values) - 1) * values.std() / len(values) ** 0.5 if len(values) > 1 else math.nan

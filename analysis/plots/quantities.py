"""Numbers with units as scenarios write them: '500 ms', '18.88 Mbps'."""

from __future__ import annotations

import math
import re
from typing import NamedTuple

KIBI = 1024.0

# Symbol -> (family, factor to its base unit), as scenarios/loader/quantity.cpp has them.
UNITS: dict[str, tuple[str, float]] = {
    **{unit: ("time, s", factor) for unit, factor in
       {"s": 1, "ms": 1e-3, "us": 1e-6, "µs": 1e-6, "ns": 1e-9, "min": 60, "h": 3600, "d": 86400}.items()},
    **{unit: ("size, B", factor) for unit, factor in
       {"B": 1, "kB": 1e3, "MB": 1e6, "GB": 1e9, "KiB": KIBI, "MiB": KIBI**2, "GiB": KIBI**3}.items()},
    **{unit: ("rate, bit/s", factor) for unit, factor in
       {"bps": 1, "kbps": 1e3, "Mbps": 1e6, "Gbps": 1e9, "bit/s": 1, "kbit/s": 1e3, "Mbit/s": 1e6, "Gbit/s": 1e9,
        "Kibit/s": KIBI, "Mibit/s": KIBI**2, "B/s": 8, "kB/s": 8e3, "MB/s": 8e6, "GB/s": 8e9}.items()},
    **{unit: ("energy, J", factor) for unit, factor in
       {"J": 1, "mJ": 1e-3, "uJ": 1e-6, "µJ": 1e-6, "kJ": 1e3, "Wh": 3600, "mWh": 3.6}.items()},
    **{unit: ("power, W", factor) for unit, factor in
       {"W": 1, "mW": 1e-3, "uW": 1e-6, "µW": 1e-6, "kW": 1e3}.items()},
    **{unit: ("frequency, 1/s", factor) for unit, factor in
       {"/s": 1, "/min": 1 / 60, "/h": 1 / 3600, "Hz": 1}.items()},
    **{unit: ("work, MAC", factor) for unit, factor in
       {"MAC": 1, "kMAC": 1e3, "MMAC": 1e6, "GMAC": 1e9}.items()},
    **{unit: ("computing rate, MAC/s", factor) for unit, factor in
       {"MAC/s": 1, "kMAC/s": 1e3, "MMAC/s": 1e6, "GMAC/s": 1e9, "TMAC/s": 1e12}.items()},
    "%": ("share", 0.01),
    "": ("", 1),
}

NUMBER = r"[-+]?[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]{1,2})?"


class Quantity(NamedTuple):
    number: float
    unit: str  # "" for a bare number

    @property
    def family(self) -> str:
        return UNITS[self.unit][0]

    @property
    def base(self) -> float:
        """In the base unit of its family: s, B, bit/s, J, W, 1/s, MAC, MAC/s; a share."""
        return self.number * UNITS[self.unit][1]


def read_quantity(text: object) -> Quantity | None:
    """The number and the unit of a text, None where it is none."""
    match = re.fullmatch(rf"({NUMBER}) *(\S*)", str(text).strip())
    if not match or match.group(2) not in UNITS:
        return None
    number = float(match.group(1))
    return Quantity(number, match.group(2)) if math.isfinite(number) else None


def in_one_unit(texts: list[object]) -> tuple[list[float], str] | None:
    """Numbers of one unit for texts of one family, in the unit that most of them have; None where they are no such."""
    quantities = [read_quantity(text) for text in texts]
    if not quantities or any(quantity is None for quantity in quantities):
        return None
    if len({quantity.family for quantity in quantities}) > 1:
        return None
    units = [quantity.unit for quantity in quantities]
    unit = max(dict.fromkeys(units), key=units.count)
    factor = UNITS[unit][1]
    return [q.number if q.unit == unit else q.base / factor for q in quantities], unit

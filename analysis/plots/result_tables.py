"""What the plot scripts beside this file share: reading of results (result_files.py), axes, saving of pictures."""

import math
import pathlib
import sys

try:
    import matplotlib

    matplotlib.use("Agg")  # to files only: no display is needed
    import matplotlib.pyplot as plt
    import matplotlib.ticker
    import pandas as pd
except ImportError as error:
    sys.exit(f"{pathlib.Path(sys.argv[0]).name}: {error}; on Debian: apt install python3-matplotlib python3-pandas")

# Offered by this name, too, so that a script of pictures imports one module.
from result_files import (COLOURS, UNITS, UserError, conditions_by_column, did_you_mean, filtered,  # noqa: F401
                          interval_column, need_column, number_column, read_manifest, read_scenarios, read_table,
                          scenario_value, title_of, without_common_unit)


def make_logarithmic(axes, which):
    """Makes the 'x' or 'y' axis of a drawn panel logarithmic, with plain numbers as labels."""
    getattr(axes, f"set_{which}scale")("log")
    axis = getattr(axes, f"{which}axis")
    low, high = axis.get_view_interval()
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    axis.set_major_locator(matplotlib.ticker.FixedLocator([10.0**power for power in powers]))
    axis.set_minor_locator(matplotlib.ticker.FixedLocator([k * 10.0**power for power in powers for k in (2, 3, 5)]))
    axis.set_view_interval(low, high, ignore=True)
    axis.set_major_formatter("{x:g}")
    # Less than one and a half decades has too few powers of ten to be read.
    axis.set_minor_formatter("{x:g}" if high < 30 * low else matplotlib.ticker.NullFormatter())


def legend_above(axes, rows_of=4):
    """A legend above a panel, in rows of about equal length."""
    handles, names = axes.get_legend_handles_labels()
    rows = -(-len(names) // rows_of)
    axes.legend(handles, names, loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=-(-len(names) // rows))


def save(figure, path):
    """Writes the picture; the same results give the same bytes."""
    kind = pathlib.Path(path).suffix.lstrip(".").lower()
    known = figure.canvas.get_supported_filetypes()
    if kind not in known:
        raise UserError(f"'{path}': pictures end in one of: .{', .'.join(sorted(known))}")
    no_dates = {"png": {"Software": None}, "svg": {"Date": None}, "pdf": {"CreationDate": None}}
    try:
        figure.savefig(path, dpi=110, metadata=no_dates.get(kind))
    except OSError as error:
        raise UserError(f"cannot write {path}: {error.strerror}") from None


def run(main):
    """Runs a script's main; what is wrong with the input becomes one line and exit code 2."""
    matplotlib.rcParams.update({"font.size": 11, "axes.spines.top": False, "axes.spines.right": False,
                                "svg.hashsalt": "splitscape", "legend.frameon": False})
    try:
        main()
    except UserError as error:
        print(f"{pathlib.Path(sys.argv[0]).name}: {error}", file=sys.stderr)
        sys.exit(2)
    finally:
        plt.close("all")

"""What lines of results differ in: axes of the sweep, scenario, policy, seed, run and group, with all their values."""

import pandas as pd
from result_files import without_common_unit
from results import Results


class Dimensions:
    """Numbers the values of each dimension in the order in which they first stand in the results.

    A line's key is the list of its values' numbers, -1 where a line has no such dimension (a link has no group).
    """

    def __init__(self, results: Results):
        self.names = results.keys
        self.values = {name: [as_word(value) for value in results.summary[name].unique()] for name in self.names}
        self._numbers = {name: {value: number for number, value in enumerate(values)}
                         for name, values in self.values.items()}
        self._axes = set(results.axes)

    def keys(self, table: pd.DataFrame) -> list[list[int]]:
        """The keys of the lines of a table."""
        columns = []
        for name in self.names:
            if name in table.columns:
                numbers = self._numbers[name]
                columns.append([numbers.get(as_word(value), -1) for value in table[name]])
            else:
                columns.append([-1] * len(table))
        return [list(key) for key in zip(*columns)]

    def described(self) -> list[dict]:
        """For the page: name, values, and as numbers with their unit where all of them are numbers of one unit."""
        all_of_them = []
        for name in self.names:
            values = self.values[name]
            numbers, unit = without_common_unit(values) if name in self._axes else (values, "")
            is_scale = name in self._axes and all(isinstance(number, float) for number in numbers)
            all_of_them.append({"name": name, "axis": name in self._axes, "values": values,
                                "numbers": numbers if is_scale else None, "unit": unit if is_scale else ""})
        return all_of_them


def as_word(value) -> str:
    """A number of a seed or run without a decimal point."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)

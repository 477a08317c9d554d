#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace splitscape {

class Workbench;

/// How a published figure is known.
enum class HowKnown {
  read,           ///< in the publication or in code released with it
  decoded,        ///< measured in a figure
  derived,        ///< computed from published data or code, without Splitscape
  abstract_only,  ///< only the abstract could be read
};

constexpr std::string_view name_of(HowKnown known) {
  constexpr std::string_view names[] = {"read", "decoded", "derived", "abstract only"};
  return names[static_cast<std::size_t>(known)];
}

/// How far a figure may be from the published one.
struct Tolerance {
  enum class Kind {
    last_digits,  ///< units of the last digit that is published
    absolute,     ///< in the unit of the column
    relative,     ///< of the published figure
    same,         ///< it must be the same; also for words
    claim,        ///< what is published is a bound: "> 4"
    open,         ///< shown and not judged: the table's note says why
  };
  Kind kind = Kind::last_digits;
  double amount = 0.5;

  friend bool operator==(const Tolerance&, const Tolerance&) = default;
};

constexpr Tolerance rounding{};
constexpr Tolerance the_same{Tolerance::Kind::same, 0};
constexpr Tolerance as_claimed{Tolerance::Kind::claim, 0};
constexpr Tolerance not_judged{Tolerance::Kind::open, 0};
constexpr Tolerance last_digits(double units) {
  return {Tolerance::Kind::last_digits, units};
}
constexpr Tolerance within(double amount) {
  return {Tolerance::Kind::absolute, amount};
}
constexpr Tolerance within_share(double share) {
  return {Tolerance::Kind::relative, share};
}

/// What a column of a published table holds.
struct PublishedColumn {
  std::string name{};
  std::string unit{};  ///< empty: none
  Tolerance tolerance = rounding;
};

/// A line of it, the figures as they are printed there ("0.59"); empty: nothing is published.
struct PublishedRow {
  std::string label{};
  std::vector<std::string> figures{};  ///< one a column
};

/// A figure or a table of a publication.
struct PublishedTable {
  std::string name{};    ///< tells the tables of an experiment apart
  std::string title{};   ///< what it shows
  std::string source{};  ///< where it stands: page, table, figure, file
  HowKnown known = HowKnown::read;
  std::string of{};  ///< what the lines are: "uplink, Mbps"
  std::vector<PublishedColumn> columns{};
  std::vector<PublishedRow> rows{};
  std::string note{};  ///< why ours differs, what is to be known; empty: nothing
};

/// What Splitscape makes of a figure: a number, or a word where it is one.
using OurFigure = std::variant<double, std::string>;

/// Ours beside a published table: a line a row, a figure a column.
using OurTable = std::vector<std::vector<OurFigure>>;

/// A file of other people that an experiment needs and that does not come with Splitscape.
struct NeededFile {
  std::string name{};       ///< in the folder that --data names
  std::string published{};  ///< where anybody can get it
};

/// A published experiment that Splitscape does again.
struct Experiment {
  std::string name{};  ///< of the command line
  std::string title{};
  std::string publication{};
  std::vector<NeededFile> files{};  ///< empty: it needs nothing that is not there
  std::vector<PublishedTable> tables{};
  /// Does it. @return ours, a table for each of `tables`, in their order
  std::function<std::vector<OurTable>(Workbench&)> compute{};
};

}  // namespace splitscape

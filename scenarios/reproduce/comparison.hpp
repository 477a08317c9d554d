#pragma once

#include <string>
#include <vector>

#include "scenarios/reproduce/experiment.hpp"

namespace splitscape {

/// A figure as a publication prints it: "0.59", "143,667,240", "7.609 G", or "> 4" where it only says that.
struct PrintedFigure {
  enum class Bound { none, more, less };
  double value = 0;
  double last_digit = 1;  ///< what one unit of the last digit stands for
  double scale = 1;       ///< of the letter behind it: M and G are multiplied
  int decimals = 0;
  bool grouped = false;  ///< by commas
  Bound bound = Bound::none;

  /// @return false where the text is no number, but a word
  static bool read(const std::string& text, PrintedFigure& figure);
};

/// Ours beside a published figure.
struct Comparison {
  std::string published{};  ///< as it is printed there; empty: nothing is
  std::string ours{};       ///< with two digits more
  std::string error{};      ///< ours - published: in the unit, in %, or in words
  bool judged = false;      ///< published, and its column has a tolerance
  bool within = true;       ///< what is allowed; where it is not judged, true
};

Comparison compare(const PublishedColumn& column, const std::string& published, const OurFigure& ours);

/// What a tolerance allows, in words: "half of the last digit".
std::string allowed_by(const PublishedColumn& column);

/// @throws std::logic_error where ours has not a figure for each that is published, or one is no finite
/// number: a fault of the experiment
void check_shape(const Experiment& experiment, const std::vector<OurTable>& ours);

}  // namespace splitscape

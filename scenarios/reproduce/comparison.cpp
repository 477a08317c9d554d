#include "scenarios/reproduce/comparison.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <stdexcept>

namespace splitscape {
namespace {

/// Decimals of ours: more than the publication prints.
int decimals_of_ours(const PrintedFigure& published) {
  return published.decimals + (published.decimals > 2 ? 1 : 2);
}

std::string with_groups(std::string digits) {
  const std::size_t first = digits.starts_with('-') ? 1 : 0;
  for (std::size_t i = std::min(digits.find('.'), digits.size()); i > first + 3; i -= 3)
    digits.insert(i - 3, ",");
  return digits;
}

/// A difference with its sign, "0" where nothing of it can be seen.
std::string difference_text(double value, int decimals) {
  return std::abs(value) < std::pow(10.0, -decimals) / 2 ? "0" : fmt::format("{:+.{}f}", value, decimals);
}

std::string shown(double ours, const PrintedFigure& like, const Tolerance& tolerance) {
  const double value = ours / like.scale;
  const bool whole = value == std::round(value);
  int decimals = tolerance.kind == Tolerance::Kind::same ? like.decimals : decimals_of_ours(like);
  if (like.decimals == 0 && whole) decimals = 0;
  std::string text = fmt::format("{:.{}f}", value == 0 ? 0.0 : value, decimals);
  if (like.grouped) text = with_groups(text);
  if (like.scale == 1e6) text += " M";
  if (like.scale == 1e9) text += " G";
  return text;
}

std::string error_of(double ours, const PrintedFigure& published, const Tolerance& tolerance) {
  const double difference = ours - published.value;
  const bool relative =
      tolerance.kind == Tolerance::Kind::relative || tolerance.kind == Tolerance::Kind::open;
  if (relative && published.value != 0) {
    const std::string percent = difference_text(100 * difference / published.value, 1);
    return percent == "0" ? percent : percent + " %";
  }
  return difference_text(difference / published.scale, decimals_of_ours(published));
}

bool within_tolerance(double ours, const PrintedFigure& published, const Tolerance& tolerance) {
  if (published.bound == PrintedFigure::Bound::more) return ours > published.value;
  if (published.bound == PrintedFigure::Bound::less) return ours < published.value;
  constexpr double rounding_of_sums = 1e-9;  // "0.5" is no exact number of tenths
  double allowed = 0;
  switch (tolerance.kind) {
    case Tolerance::Kind::last_digits:
      allowed = tolerance.amount * published.last_digit;
      break;
    case Tolerance::Kind::absolute:
      allowed = tolerance.amount;
      break;
    case Tolerance::Kind::relative:
      allowed = tolerance.amount * std::abs(published.value);
      break;
    case Tolerance::Kind::same:
    case Tolerance::Kind::claim:
      break;
    case Tolerance::Kind::open:
      return true;
  }
  return std::abs(ours - published.value) <=
         allowed * (1 + rounding_of_sums) + rounding_of_sums * std::abs(published.value);
}

Comparison compare_words(const PublishedColumn& column, const std::string& published,
                         const std::string& ours) {
  Comparison result{.published = published, .ours = ours};
  if (published.empty()) return result;
  result.judged = column.tolerance.kind != Tolerance::Kind::open;
  result.error = published == ours ? "0" : "differs";
  result.within = !result.judged || published == ours;
  return result;
}

}  // namespace

bool PrintedFigure::read(const std::string& text, PrintedFigure& figure) {
  figure = {};
  std::string digits;
  bool point = false;
  for (const char letter : text) {
    if (letter == ',') {
      figure.grouped = true;
    } else if (letter == '>' && digits.empty()) {
      figure.bound = Bound::more;
    } else if (letter == '<' && digits.empty()) {
      figure.bound = Bound::less;
    } else if (letter == 'M' || letter == 'G') {
      figure.scale = letter == 'M' ? 1e6 : 1e9;
    } else if (letter != ' ') {
      figure.decimals += point ? 1 : 0;
      point = point || letter == '.';
      digits += letter;
    }
  }
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), figure.value);
  if (read.ec != std::errc() || read.ptr != digits.data() + digits.size()) return false;
  figure.value *= figure.scale;
  figure.last_digit = figure.scale * std::pow(10.0, -figure.decimals);
  return true;
}

Comparison compare(const PublishedColumn& column, const std::string& published, const OurFigure& ours) {
  if (const auto* word = std::get_if<std::string>(&ours)) return compare_words(column, published, *word);
  const double value = std::get<double>(ours);
  if (published.empty()) {
    const bool long_count = value == std::round(value) && std::abs(value) >= 1e4;
    return {.ours = long_count ? with_groups(fmt::format("{:.0f}", value)) : fmt::format("{:.5g}", value)};
  }
  PrintedFigure figure;
  if (!PrintedFigure::read(published, figure))
    throw std::logic_error(fmt::format("'{}' is no number, and ours is", published));
  Comparison result{.published = published, .ours = shown(value, figure, column.tolerance)};
  result.judged = column.tolerance.kind != Tolerance::Kind::open;
  result.within = !result.judged || within_tolerance(value, figure, column.tolerance);
  result.error = figure.bound == PrintedFigure::Bound::none ? error_of(value, figure, column.tolerance)
                                                            : (result.within ? "holds" : "does not hold");
  return result;
}

std::string allowed_by(const PublishedColumn& column) {
  const double amount = column.tolerance.amount;
  switch (column.tolerance.kind) {
    case Tolerance::Kind::last_digits:
      if (amount == 0.5) return "half of the last digit";
      return amount == 1 ? "one in the last digit" : fmt::format("{:g} in the last digit", amount);
    case Tolerance::Kind::absolute:
      return column.unit.empty() ? fmt::format("{:g}", amount) : fmt::format("{:g} {}", amount, column.unit);
    case Tolerance::Kind::relative:
      return fmt::format("{:g} %", 100 * amount);
    case Tolerance::Kind::same:
      return "no difference";
    case Tolerance::Kind::claim:
      return "what it says";
    case Tolerance::Kind::open:
      break;
  }
  return "not judged";
}

void check_shape(const Experiment& experiment, const std::vector<OurTable>& ours) {
  const auto fail = [&experiment](const std::string& what) {
    throw std::logic_error(fmt::format("experiment {}: {}", experiment.name, what));
  };
  if (ours.size() != experiment.tables.size())
    fail(fmt::format("{} tables are published and {} computed", experiment.tables.size(), ours.size()));
  for (std::size_t i = 0; i < ours.size(); ++i) {
    const PublishedTable& table = experiment.tables[i];
    if (ours[i].size() != table.rows.size())
      fail(
          fmt::format("table {} has {} rows and {} computed", table.name, table.rows.size(), ours[i].size()));
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
      const std::string where = fmt::format("table {}, row {}", table.name, table.rows[row].label);
      if (table.rows[row].figures.size() != table.columns.size() ||
          ours[i][row].size() != table.columns.size())
        fail(fmt::format("{}: {} columns, {} figures and {} computed", where, table.columns.size(),
                         table.rows[row].figures.size(), ours[i][row].size()));
      for (const OurFigure& figure : ours[i][row]) {
        const auto* number = std::get_if<double>(&figure);
        if (number != nullptr && !std::isfinite(*number)) fail(where + ": ours is no number");
      }
    }
  }
}

}  // namespace splitscape

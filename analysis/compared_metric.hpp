#pragma once

#include <string>
#include <vector>

namespace splitscape {

/// What is good of a metric.
enum class Better { less, more, neither };

/// A number of summary.csv that policies are compared by, and how people say what it came to.
struct ComparedMetric {
  std::string column{};  ///< of summary.csv
  std::string name{};    ///< "mean latency"
  std::string unit{};    ///< that it is told in: "ms"; empty: none
  double factor = 1;     ///< from the unit of the column to that
  std::string title{};   ///< of its column in a table: "latency ms"
  std::string less{};    ///< "is faster than"
  std::string more{};    ///< "is slower than"
  Better better = Better::neither;
};

/// The columns of summary.csv that hold numbers which differ by policy.
const std::vector<std::string>& comparable_columns();

/// That of a column; those that have no words of their own are said to be lower or higher.
ComparedMetric compared_metric(const std::string& column);

}  // namespace splitscape

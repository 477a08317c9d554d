#include "scenarios/sweep/study_rows.hpp"

#include "analysis/statistics/morris.hpp"
#include "analysis/statistics/sobol.hpp"

namespace splitscape {

StudyRows::StudyRows(const Study& study) : study_(study) {
  if (study.design) {
    const StudyDesign& design = *study.design;
    const std::size_t factors = study.axes.size();
    design_ = design.method == StudyDesign::Method::morris
                  ? morris_design(factors, design.count, design.levels, design.seed)
                  : sobol_design(factors, design.count, design.seed);
    count_ = design_.size();
  } else {
    for (const StudyAxis& axis : study.axes) count_ *= axis.points.size();
  }
}

std::vector<AxisPoint> StudyRows::row(std::size_t index) const {
  const auto& axes = study_.axes;
  std::vector<AxisPoint> row(axes.size());
  for (std::size_t i = axes.size(); i-- > 0;) {
    if (study_.design) {
      row[i] = point_at(axes[i], design_[index][i]);
    } else {
      const std::size_t size = axes[i].points.size();
      row[i] = axes[i].points[index % size];
      index /= size;
    }
  }
  return row;
}

}  // namespace splitscape

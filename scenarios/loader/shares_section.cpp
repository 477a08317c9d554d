#include "scenarios/loader/shares_section.hpp"

namespace splitscape {

Section<PublishedShares> shares_section() {
  Section<PublishedShares> section("published shares",
                                   "Which share of the samples left at which exit, where no trace exists.");
  section
      .required("shares", &PublishedShares::shares, list_format(share_format()),
                "one an exit, the end of the network last; they sum to 100 %")
      .optional("accuracy", &PublishedShares::accuracy, one_or_list_format(share_format()), "unknown",
                "share of right answers: one over all, or one an exit")
      .optional(
          "rows", [](PublishedShares& s, std::uint64_t rows) { s.rows = rows; }, count_format(1, 10000000),
          "10000", "samples that stand for the publication's, in exactly these shares");
  return section;
}

}  // namespace splitscape

#include "scenarios/loader/published_sections.hpp"

namespace splitscape {

Section<Provenance> source_section() {
  Section<Provenance> section("source", "What supports figures of a network profile.");
  section.required("figures", &Provenance::figures, text_format(), "which of the figures")
      .required("status", &Provenance::status, status_format(), status_meaning)
      .required("source", &Provenance::source, text_format(), "where they come from");
  return section;
}

Format<Provenance> source_format() {
  const auto text = text_format();
  const auto section = source_section();
  return {"text, or table: source", fmt::format(R"({{"anyOf":[{},{}]}})", text.schema, section.schema()),
          [text, section](const Value& value, Reading& reading) -> Provenance {
            if (value.kind() == Value::Kind::table) return section.read(value, reading);
            return {.source = text.read(value, reading)};
          }};
}

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

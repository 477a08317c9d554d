#include "scenarios/loader/source_section.hpp"

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

}  // namespace splitscape

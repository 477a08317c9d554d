#include "scenarios/loader/layer_sections.hpp"

namespace splitscape {

Section<MeasuredCost> measurement_section() {
  Section<MeasuredCost> section("measurement", "What a layer took where it was measured.");
  section
      .required("time", &MeasuredCost::time, quantity_format<Seconds>(Bound::not_negative),
                "time of one sample")
      .optional("energy", &MeasuredCost::energy, quantity_format<Joules>(Bound::not_negative),
                "computing power x time", "of the whole board, for one sample");
  return section;
}

Format<std::map<std::string, MeasuredCost>> measured_format() {
  const auto time = quantity_format<Seconds>(Bound::not_negative);
  const auto both = measurement_section();
  return {"table of hardware: time, or time and energy",
          fmt::format(R"({{"type":"object","additionalProperties":{{"anyOf":[{},{}]}}}})", time.schema,
                      both.schema()),
          [time, both](const Value& value, Reading& reading) {
            if (value.kind() != Value::Kind::table) refuse(value, "a table of hardware names with times");
            std::map<std::string, MeasuredCost> measured;
            for (const auto& entry : value.entries()) {
              MeasuredCost cost;
              if (entry.value.kind() == Value::Kind::table) {
                cost = both.read(entry.value, reading);
              } else {
                cost.time = time.read(entry.value, reading);
              }
              if (cost.energy && cost.energy->value > 0 && cost.time.value == 0) {
                throw InputError(entry.value.position(), "an energy needs a time in which it is used",
                                 ErrorKind::meaning);
              }
              measured[entry.key] = cost;
            }
            return measured;
          }};
}

Section<Junction> junction_section() {
  Section<Junction> section(
      "junction", "The weights between two sides of a layer, as the connections that sparsity prunes.");
  section
      .required("inputs", &Junction::inputs, count_format(1),
                "left neurons, or input channels that a filter reads (those of one group)")
      .required("outputs", &Junction::outputs, count_format(1), "right neurons, or filters of one group")
      .optional("groups", &Junction::groups, count_format(1), "1",
                "such pairs of sides; a depthwise convolution has one a channel")
      .optional("kernel", &Junction::kernel, count_format(1), "1",
                "weights of a connection: points of a convolution's kernel")
      .optional("uses", &Junction::uses, count_format(1), "1",
                "times a weight is used for one sample: positions of the output, or tokens");
  return section;
}

Format<std::vector<Junction>> junctions_format() {
  return one_or_list_format(junction_section().format());
}

Section<LayerProfile> layer_section() {
  Section<LayerProfile> layer("layer", "A layer of a network, a vertex of its graph.");
  layer.required("name", &LayerProfile::name, text_format(),
                 "its name, which is also that of the cut behind it");
  layer.optional("op", &LayerProfile::op, text_format(), "", "its operator");
  add_cost_keys(layer);
  layer
      .required("output", &LayerProfile::output, quantity_format<Bytes>(Bound::not_negative),
                "the tensor it produces for one sample")
      .optional(
          "shape",
          [](LayerProfile& l, const std::vector<std::uint64_t>& shape) {
            l.shape.assign(shape.begin(), shape.end());
          },
          list_format(count_format(1)), "not told", "of that tensor, without the batch, as [64, 112, 112]")
      .optional("inputs", &LayerProfile::inputs, one_or_list_format(text_format("layer")), "the layer before",
                "layers it reads; \"input\" is the input of the network")
      .then(fill_in_weights<LayerProfile>);
  return layer;
}

Section<ExitHead> exit_section() {
  Section<ExitHead> exit("exit", "A side branch where inference may stop.");
  exit.required("after", &ExitHead::after, text_format("layer"), "the layer whose output it reads");
  add_cost_keys(exit);
  exit.then(fill_in_weights<ExitHead>);
  return exit;
}

}  // namespace splitscape

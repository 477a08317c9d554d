#include "scenarios/reproduce/public_traces.hpp"

namespace splitscape {
namespace {

std::string at_github(const std::string& repository, const std::string& commit, const std::string& file) {
  return "https://github.com/" + repository + "/blob/" + commit + "/" + file;
}

}  // namespace

NeededFile bert_file() {
  return {"exit_traces/bert12exit_872samples_buffer_threshold.csv",
          at_github("Div290/Buffer_based_threshold", "69cc98b9569deeb981f649f82438660a53c2656f",
                    "csv_files/df.csv")};
}

NeededFile imdb_4_file() {
  return {"exit_traces/mlions_imdb_4exits.tsv",
          at_github("MLiONS/MutiExitDNNs", "ecc5e1609ee8a75b28446ca284e01845ba438f28",
                    "Model_Exit_Predictions/Exit_Predictions_TrainDevTest_IMDb_4exits")};
}

NeededFile imdb_6_file() {
  return {"exit_traces/mlions_imdb_6exits.tsv",
          at_github("MLiONS/MutiExitDNNs", "ecc5e1609ee8a75b28446ca284e01845ba438f28",
                    "Model_Exit_Predictions/Exit_Predictions_TrainDevTest_IMDb_6exits")};
}

NeededFile b_alexnet_file() {
  return {"exit_traces/balexnet_cifar10_2exit_adaptive_early_exit.csv",
          at_github("pachecobeto95/adaptive_early_exit", "15ab4c0ba637555db3deb8504198eaa3c986e893",
                    "results_ee_alexnet_for_ucb_3.csv")};
}

NeededFile mab_file() {
  return {"exit_traces/cifar10_2exit_mab_early_exits.csv",
          at_github("pachecobeto95/mab_early_exits", "f9bf5d696a9ae117268ac2633d6b1c7199ab6084",
                    "inference_experiment_get_data_ucb_3_pre.csv")};
}

NeededFile mobilenet_file() {
  return {
      "exit_traces/mobilenet_cifar10_2exit_edOffTS.csv",
      at_github("pachecobeto95/edOffTS", "dffefbe4185f4cbaa6b6542867c755419dea8bf3", "ee_data_branches.csv")};
}

SampleTrace bert_trace(const Workbench& bench) {
  return bench.trace(bert_file().name,
                     {.sample = "Sample_ID",
                      .exit = "Exit",
                      .confidence = "Confidence",
                      .prediction = "Prediction",
                      .label = "Label",
                      .first_exit = 0},
                     12);
}

SampleTrace imdb_trace(const Workbench& bench, std::size_t exits) {
  return bench.trace(
      (exits == 4 ? imdb_4_file() : imdb_6_file()).name,
      {.shape = SampleFileLayout::Shape::columns, .prediction = "{k}", .label = "op_labels", .first_exit = 0},
      exits);
}

SampleTrace two_exit_trace(const Workbench& bench, const NeededFile& file) {
  return bench.trace(file.name,
                     {.shape = SampleFileLayout::Shape::columns,
                      .confidence = "conf_branch_{k}",
                      .correct = "correct_branch_{k}"},
                     2);
}

}  // namespace splitscape

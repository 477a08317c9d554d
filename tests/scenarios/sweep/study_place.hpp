#pragma once

#include <string>

#include "scenarios/loader/study_file.hpp"
#include "tests/support/temporary_directory.hpp"

namespace splitscape::test {

/// A directory with a small scenario, base.yaml, that studies vary.
class StudyPlace {
 public:
  StudyPlace() {
    write("base.yaml",
          "name: base\n"
          "requests: 20\n"
          "networks: {net: {profile: b-alexnet}}\n"
          "devices: {phones: {count: 2, hardware: raspberry-pi-3, network: net, path: [wifi, edge], "
          "arrivals: {poisson: 1 /s}}}\n"
          "links: {wifi: {up: 10 Mbps, latency: 1 ms}}\n"
          "servers: {edge: {hardware: cloud-8core}}\n"
          "policy: [server_only, {name: device_only, label: alone}]\n");
  }

  std::string write(const std::string& name, const std::string& text) const {
    return directory_.write(name, text);
  }
  std::string path(const std::string& name) const { return directory_.path() + "/" + name; }
  /// A study of the scenario. @param yaml what it says besides
  Study study(const std::string& yaml) const {
    return load_study(write("study.yaml", "scenario: base.yaml\n" + yaml));
  }

 private:
  TemporaryDirectory directory_{};
};

}  // namespace splitscape::test

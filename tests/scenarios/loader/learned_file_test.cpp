#include "scenarios/loader/learned_file.hpp"

#include <doctest/doctest.h>

#include "scenarios/loader/document.hpp"

using namespace splitscape;

namespace {

const std::string head = "scenario,policy,seed,run,group,device,index,value\n";
const std::string two_policies = head +
                                 "s,dqn,1,0,g,0,0,1\ns,dqn,1,0,g,0,1,2.5\n"
                                 "s,sac_d,1,0,g,0,0,3\ns,sac_d,1,0,g,0,1,4\n"
                                 "s,sac_d,1,0,g,1,0,5\ns,sac_d,1,0,g,1,1,6\n"
                                 "s,mine,1,0,g,0,0,7\n";

}  // namespace

TEST_CASE("learned values are those of the first device of the policy") {
  CHECK(read_learned(two_policies, "l.csv", {"dqn"}) == std::vector<double>{1, 2.5});
  CHECK(read_learned(two_policies, "l.csv", {"sac_d"}) == std::vector<double>{3, 4});
}

TEST_CASE("learned values stand under the label of a policy before its name") {
  CHECK(read_learned(two_policies, "l.csv", {"mine", "sac_d"}) == std::vector<double>{7});
  CHECK(read_learned(two_policies, "l.csv", {"other", "sac_d"}) == std::vector<double>{3, 4});
}

TEST_CASE("learned values of another policy are refused") {
  CHECK_THROWS_WITH_AS(
      read_learned(two_policies, "l.csv", {"sac_e"}),
      "l.csv:2:3: no policy 'sac_e' has learned anything here; did you mean 'sac_d'? (field 2, 'policy')",
      InputError);
}

TEST_CASE("learned values that are not in order are refused") {
  CHECK_THROWS_WITH_AS(read_learned(head + "s,dqn,1,0,g,0,0,1\ns,dqn,1,0,g,0,2,1\n", "l.csv", {"dqn"}),
                       "l.csv:3:15: expected the index 1, found 2 (field 7, 'index')", InputError);
  CHECK_THROWS_WITH_AS(read_learned(head + "s,dqn,1,0,g,0,0,much\n", "l.csv", {"dqn"}),
                       doctest::Contains("'much'"), InputError);
}

TEST_CASE("a file without the columns of learned values is refused") {
  CHECK_THROWS_WITH_AS(read_learned("a,b\n1,2\n", "l.csv", {"dqn"}), doctest::Contains("'policy'"),
                       InputError);
  CHECK_THROWS_AS(read_learned(head, "l.csv", {"dqn"}), InputError);
}

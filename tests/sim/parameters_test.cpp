#include "sim/parameters.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

using namespace splitscape;

namespace {

const PolicyChoice choice{.name = "policy",
                          .parameters = {{"number", 0.25},
                                         {"text", std::string("word")},
                                         {"numbers", std::vector<double>{1, 2}},
                                         {"texts", std::vector<std::string>{"a", "b"}}}};

}  // namespace

TEST_CASE("a parameter that was chosen has its value") {
  const Parameters parameters(choice);
  CHECK(parameters.has("number"));
  CHECK(parameters.number("number", 9) == 0.25);
  CHECK(parameters.text("text", "other") == "word");
  CHECK(parameters.numbers("numbers") == std::vector<double>{1, 2});
  CHECK(parameters.texts("texts") == std::vector<std::string>{"a", "b"});
}

TEST_CASE("a parameter that was not chosen has its fallback") {
  const Parameters parameters(choice);
  CHECK_FALSE(parameters.has("absent"));
  CHECK(parameters.number("absent", 9) == 9);
  CHECK(parameters.text("absent", "other") == "other");
  CHECK(parameters.numbers("absent").empty());
  CHECK(parameters.texts("absent").empty());
}

TEST_CASE("a single value is a list of one") {
  const Parameters parameters(choice);
  CHECK(parameters.numbers("number") == std::vector<double>{0.25});
  CHECK(parameters.texts("text") == std::vector<std::string>{"word"});
}

TEST_CASE("a parameter of another kind is refused") {
  const Parameters parameters(choice);
  CHECK_THROWS_WITH_AS(parameters.number("text", 0), "parameter 'text' is of the wrong kind",
                       std::invalid_argument);
  CHECK_THROWS_WITH_AS(parameters.text("number", ""), "parameter 'number' is of the wrong kind",
                       std::invalid_argument);
  CHECK_THROWS_WITH_AS(parameters.numbers("texts"), "parameter 'texts' is of the wrong kind",
                       std::invalid_argument);
  CHECK_THROWS_WITH_AS(parameters.texts("numbers"), "parameter 'numbers' is of the wrong kind",
                       std::invalid_argument);
}

#include "scenarios/sweep/run_numbers.hpp"

#include <doctest/doctest.h>

#include "scenarios/runs/user_error.hpp"

using namespace splitscape;

using Numbers = std::vector<std::size_t>;

TEST_CASE("run numbers: those that follow each other are a range") {
  CHECK(run_numbers_text({}).empty());
  CHECK(run_numbers_text({7}) == "7");
  CHECK(run_numbers_text({0, 1, 2, 3, 9, 11, 12}) == "0-3,9,11-12");
}

TEST_CASE("run numbers: a text gives the numbers that made it, in order and each once") {
  for (const Numbers& numbers : {Numbers{7}, Numbers{1, 2, 3, 9, 11, 12}, Numbers{1, 3, 5}})
    CHECK(run_numbers_of(run_numbers_text(numbers), "--runs", 12) == numbers);
  CHECK(run_numbers_of("5,1-3,2", "--runs", 5) == Numbers{1, 2, 3, 5});
}

TEST_CASE("run numbers: a text that names none is refused") {
  const auto message = [](const std::string& text) {
    try {
      run_numbers_of(text, "--runs", 20);
    } catch (const UserError& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  for (const char* text : {"", ",", "1,", "a", "1-", "-1", "1--2", "1 2", "0x1", "1.5"}) {
    CAPTURE(text);
    CHECK(message(text) ==
          std::string("--runs ") + text + ": expected numbers of runs, as 17, 5-20 or 1-8,11");
  }
  CHECK(message("0") == "--runs 0: there is no run 0; they are 1 to 20");
  CHECK(message("3,19-21") == "--runs 3,19-21: there is no run 21; they are 1 to 20");
  CHECK(message("99999999999999999999") ==
        "--runs 99999999999999999999: there is no run 99999999999999999999; they are 1 to 20");
  CHECK(message("1,3-2") == "--runs 1,3-2: 3-2 ends before it begins");
}

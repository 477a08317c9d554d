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
  for (const Numbers& numbers : {Numbers{7}, Numbers{0, 1, 2, 3, 9, 11, 12}, Numbers{1, 3, 5}})
    CHECK(run_numbers_of(run_numbers_text(numbers), "--runs") == numbers);
  CHECK(run_numbers_of("5,1-3,2", "--runs") == Numbers{1, 2, 3, 5});
}

TEST_CASE("run numbers: a text that names none is refused") {
  for (const char* text :
       {"", ",", "1,", "a", "1-", "-1", "3-2", "1--2", "1 2", "0x1", "99999999999999999999"}) {
    CAPTURE(text);
    CHECK_THROWS_WITH_AS(
        run_numbers_of(text, "--runs"),
        (std::string("--runs ") + text + ": numbers of runs are expected, such as 7, 0-9 or 0-9,12").c_str(),
        UserError);
  }
}

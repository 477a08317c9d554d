#include "scenarios/sweep/slurm_chunks.hpp"

#include <algorithm>

namespace splitscape {
namespace {

/// Vectors of at most `size` that follow each other.
template <class Item>
std::vector<std::vector<Item>> parts_of(const std::vector<Item>& items, std::size_t size) {
  std::vector<std::vector<Item>> parts;
  for (std::size_t first = 0; first < items.size(); first += size) {
    const std::size_t end = std::min(first + size, items.size());
    parts.emplace_back(items.begin() + static_cast<std::ptrdiff_t>(first),
                       items.begin() + static_cast<std::ptrdiff_t>(end));
  }
  return parts;
}

}  // namespace

std::size_t usual_chunk(std::size_t runs, std::size_t most_tasks) {
  constexpr std::size_t usual = 10;
  return std::max(usual, (runs + most_tasks - 1) / most_tasks);
}

std::size_t chunk_of_attempt(std::size_t chunk, std::size_t attempt, std::size_t attempts_at_most) {
  if (attempt >= attempts_at_most && attempt > 1) return 1;
  return std::max<std::size_t>(1, chunk >> (attempt - 1));
}

std::vector<TaskRuns> chunks_of(const std::vector<std::size_t>& runs, std::size_t chunk) {
  return parts_of(runs, chunk);
}

std::vector<std::vector<TaskRuns>> arrays_of(const std::vector<TaskRuns>& tasks, std::size_t most_tasks) {
  return parts_of(tasks, most_tasks);
}

}  // namespace splitscape

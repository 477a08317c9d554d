#pragma once

#include <cstddef>

/// Closed forms that a simulation must meet. Rates in 1/s, times in s.
/// Source: Gross, Shortle, Thompson, Harris, "Fundamentals of Queueing Theory", 4th ed.
namespace splitscape::theory {

/// Mean wait in the queue of M/M/c (Erlang C). @param service mean service time; arrivals x service < servers
double mmc_wait(double arrivals, double service, std::size_t servers);
/// Probability that an M/M/c customer waits.
double erlang_c(double arrivals, double service, std::size_t servers);
/// Mean wait in the queue of M/G/1 (Pollaczek-Khinchine). @param cv2 squared coefficient of variation of
/// service
double mg1_wait(double arrivals, double service, double cv2);
/// Mean stay in an M/G/1 processor-sharing station; only the mean of the service matters.
double mg1_sharing_stay(double arrivals, double service);

}  // namespace splitscape::theory

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
/// Mean wait in the queue of E_k/M/1: gaps between arrivals are sums of `stages` exponential times, as where
/// every k-th of a Poisson stream comes. It is x / (1 - x) times the service, x being the root in (0, 1) of
/// x = (stages x arrivals / (stages x arrivals + (1 - x) / service)) ^ stages (GI/M/1).
double erlang_m1_wait(double arrivals, std::size_t stages, double service);
/// Mean stay in a system of very many M/M/1 queues of utilisation `load` where each customer takes the
/// shortest of so many drawn at random: service x sum over i >= 1 of load ^ ((d^i - d) / (d - 1)). In the
/// limit of infinitely many queues (Vvedenskaya, Dobrushin, Karpelevich 1996; Mitzenmacher 2001). One choice:
/// M/M/1.
double supermarket_stay(double load, double service, std::size_t choices);
/// Mean stay in an M/G/1 processor-sharing station; only the mean of the service matters.
double mg1_sharing_stay(double arrivals, double service);

}  // namespace splitscape::theory

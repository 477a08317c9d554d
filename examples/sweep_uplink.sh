#!/bin/sh
# Which policy answers fastest, and at what price, as the Wi-Fi of a fleet of cameras gets faster?
# The study is examples/uplink.yaml; the table is made of its results with awk.
#
#   examples/sweep_uplink.sh             # from the root of the project, after ./dev run
#
# SPLITSCAPE: the program, where it is not build/splitscape. RESULTS: where the results go. What is there of an interrupted
# sweep is not run again.
set -eu
splitscape=${SPLITSCAPE:-build/splitscape}
results=${RESULTS:-results/sweep-uplink}

"$splitscape" sweep examples/uplink.yaml --out "$results" >/dev/null

# Of the lines of each rate the one with the least mean latency, by the names of the columns.
awk -F, '
  NR == 1 { for (i = 1; i <= NF; ++i) column[$i] = i; next }
  { rate = $column["uplink"] }
  !(rate in latency) { rates[++count] = rate; latency[rate] = "" }
  $column["latency_mean_s"] != "" && (latency[rate] == "" || $column["latency_mean_s"] < latency[rate]) {
    best[rate] = $column["policy"]; latency[rate] = $column["latency_mean_s"]
    split($column["cut_shares"], cuts, ":"); cut[rate] = cuts[1]
    misses[rate] = $column["deadline_miss_rate"]; energy[rate] = $column["device_energy_mean_j"]
  }
  END {
    printf "%-8s  %-20s  %-9s  %10s  %8s  %8s\n", "uplink", "best policy", "cut after", "latency ms", "missed %", "energy J"
    for (i = 1; i <= count; ++i) {
      r = rates[i]
      printf "%-8s  %-20s  %-9s  %10.0f  %8.1f  %8.2f\n", r, best[r], cut[r], 1000 * latency[r], 100 * misses[r], energy[r]
    }
  }' "$results/results.csv"

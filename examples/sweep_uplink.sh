#!/bin/sh
# Which policy answers fastest, and at what price, as the Wi-Fi of a fleet of cameras gets faster?
# A sweep needs nothing but a shell: --set overrides any key of the scenario.
#
#   examples/sweep_uplink.sh             # from the root of the project, after ./dev run
#
# SPLITSCAPE: the program, where it is not build/splitscape. RESULTS: where the results go.
set -eu
splitscape=${SPLITSCAPE:-build/splitscape}
results=${RESULTS:-results/sweep-uplink}
scenario=${SCENARIO:-scenarios/camera-fleet.yaml}

# The line of summary.csv with the least mean latency, by the names of its columns.
best='
  NR == 1 { for (i = 1; i <= NF; ++i) column[$i] = i; next }
  $column["latency_mean_s"] != "" && (best == "" || $column["latency_mean_s"] < latency) {
    best = $column["policy"]; latency = $column["latency_mean_s"]
    split($column["cut_shares"], cuts, ":")
    misses = $column["deadline_miss_rate"]; energy = $column["device_energy_mean_j"]
  }
  END { printf "%-8s  %-20s  %-9s  %10.0f  %8.1f  %8.2f\n", rate, best, cuts[1], 1000 * latency, 100 * misses, energy }'

printf '%-8s  %-20s  %-9s  %10s  %8s  %8s\n' uplink "best policy" "cut after" "latency ms" "missed %" "energy J"
for mbps in 0.5 1 2 5 10 20 50; do
  # The cell is half duplex, so both directions have one rate.
  "$splitscape" run "$scenario" --out "$results/$mbps-mbps" --force \
    --set "links.wifi.up=$mbps Mbps" --set "links.wifi.down=$mbps Mbps" --set "duration=10 min" >/dev/null
  awk -F, -v rate="$mbps Mbps" "$best" "$results/$mbps-mbps/summary.csv"
done

#!/usr/bin/env bash
# 512 bootstraps of the best AMS over all cuts of 450,000 events: ours and numpy in turn.
# Usage: benchmarks/evaluation/best_ams.sh [ALTERNATIONS] [EVENTS]; needs a built project and numpy in $PYTHON (default python3).
set -euo pipefail
cd "$(dirname "$0")/../.."
classes=plugin-metrics/target/classes:framework-spi/target/classes
events=${2:-450000}
file=$(mktemp)
trap 'rm -f "$file"' EXIT
for _ in $(seq "${1:-7}"); do
  echo "load $(cut -d' ' -f1 /proc/loadavg)"
  echo "ours,  2 threads: $(java -cp $classes benchmarks/evaluation/BestAmsBootstrap.java "$events" 512 2 3 "$file" | tail -1)"
  echo "ours,  1 thread:  $(java -cp $classes benchmarks/evaluation/BestAmsBootstrap.java "$events" 512 1 3 "$file" | tail -1)"
  echo "numpy, 1 thread:  $("${PYTHON:-python3}" benchmarks/evaluation/best_ams_numpy.py "$file" 512 1)"
done

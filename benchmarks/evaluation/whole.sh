#!/usr/bin/env bash
# A whole evaluation of 499,200 test events: a run with every error bar, plot and the report, and the same run without, in turn.
# Usage: benchmarks/evaluation/whole.sh [ALTERNATIONS]; prints wall and CPU seconds of both and their difference, and peak memory.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
timed() {
  rm -rf runs
  command time -f '%e %U %S %M' -o time "$here/../../fivesigma" run "$here/whole.yaml" "$@" > run.out 2> run.err || { cat run.err; exit 1; }
  read -r wall user system memory < time
}
echo 'wall full  wall bare  evaluation  | CPU full  CPU bare  evaluation  | peak MB'
for _ in $(seq "${1:-3}"); do
  timed
  full=$wall cpu=$(echo "$user + $system" | bc) peak=$memory
  timed --set evaluate.bootstrap=0 --set evaluate.plots=none --set 'evaluate.metrics=[auc]'
  bare=$(echo "$user + $system" | bc)
  printf '%9.1f  %9.1f  %10.1f  | %8.1f  %8.1f  %10.1f  | %7.0f\n' "$full" "$wall" "$(echo "$full - $wall" | bc)" "$cpu" "$bare" "$(echo "$cpu - $bare" | bc)" "$((peak / 1024))"
done

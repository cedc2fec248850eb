#!/usr/bin/env bash
# A study of XGBoost trials, four at once, on the UCI sample over the space of the first reference analysis (experiments/higgs-uci/tune-xgboost.yaml),
# against the same trials by Optuna and the Python package xgboost (data shared, threads divided), in turn: once as many rounds as each stops after
# by itself ("own"; which trial of a tiny eta runs through all 500 is chance), once the very rounds of ours ("same").
# Usage: FIVESIGMA_DATA=<samples> benchmarks/search/study.sh [ALTERNATIONS] [TRIALS] [MODES]; modes: async (as Optuna's n_jobs), batch, or both with a comma
# ours: seconds from the command to the last trial's end (the start of the JVM and reading the file included), then to the end of all (the best
# trained again, report); theirs: from the start of Python to the last trial's end. CPU seconds of the whole process.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$here/../..
times=${1:-3}
trials=${2:-30}
modes=${3:-async,batch}
export FIVESIGMA_DATA=${FIVESIGMA_DATA:-$root/../shared/data}
python=${PEER_PYTHON:-$root/target/benchmarks/search/venv/bin/python}
work=$root/target/benchmarks/search/study
mkdir -p "$work"
if [ ! -x "$python" ]; then
  python3 -m venv "$root/target/benchmarks/search/venv"
  "$root/target/benchmarks/search/venv/bin/pip" install -q -r "$here/requirements.txt"
fi
"$root/fivesigma" --version > /dev/null
threads=$(nproc)
export OMP_WAIT_POLICY=PASSIVE
for i in $(seq "$times"); do
  for mode in ${modes//,/ }; do
    out=$work/$mode-$i
    rm -rf "$out"
    start=$(date +%s.%N)
    TIMEFORMAT='%R %U %S'
    used=$({ time "$root/fivesigma" run "$root/experiments/higgs-uci/tune-xgboost.yaml" --quiet --out "$out" \
      --set "tune.trials=$trials" --set "tune.mode=$mode" --set "threads=$threads" > /dev/null 2>&1; } 2>&1)
    python3 - "$out" "$start" "$mode" "$used" <<'EOF'
import json, os, sys
run, start, mode, (wall, user, system) = sys.argv[1], float(sys.argv[2]), sys.argv[3], sys.argv[4].split()
last = os.stat(f"{run}/trials.jsonl").st_mtime - start
study = json.load(open(f"{run}/study.json"))
rounds = 0
for name in os.listdir(f"{run}/runs"):
    if name.startswith("trial-"):
        rounds += json.load(open(f"{run}/runs/{name}/facts.json"))["models"]["rounds_trained"]
print(f"ours {mode}: trials {last:.2f} all {float(wall):.2f} CPU of all {float(user) + float(system):.2f} rounds {rounds} best {study['best_value']:.5f} test {study['test_value']:.5f} load {open('/proc/loadavg').read().split()[0]}", flush=True)
EOF
    for rounds in own same; do
      echo "theirs, $rounds rounds: $("$python" "$here/same_trials.py" "$FIVESIGMA_DATA" "$out" "$threads" gp $rounds)"
    done
  done
done

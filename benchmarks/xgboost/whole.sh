#!/usr/bin/env bash
# A whole experiment with XGBoost, from the file to AUC with bootstrap errors, in turn with the same in Python; whole processes, two threads.
#
#   benchmarks/xgboost/whole.sh [ALTERNATIONS] [ROWS]       (default 7, and the UCI sample)
#
# With ROWS it is a csv file of so many rows that make.py writes (a million: 318 MB), and 100 rounds.
# Needs a Python with xgboost 3.0.4, pandas and scikit-learn in PYTHON, the samples in FIVESIGMA_DATA, and a built project.
# BIG names a file for the rows of make.py to be kept in. Our cache is empty before every run.
set -eu
here=$(cd "$(dirname "$0")" && pwd -P)
root=$(cd "$here/../.." && pwd -P)
python=${PYTHON:-python3}
export FIVESIGMA_DATA=${FIVESIGMA_DATA:-$root/../shared/data} FIVESIGMA_NO_BUILD=1 OMP_WAIT_POLICY=PASSIVE
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export FIVESIGMA_HOME=$work/home
file=$(echo "$FIVESIGMA_DATA"/uci_higgs/*.csv.gz) settings=() rounds=()
if [ $# -gt 1 ]; then
  file=${BIG:-$work/big.csv} rounds=(100)
  [ -s "$file" ] || "$python" "$here/make.py" "$2" "$file"
  settings=(--set "data.source.path=$file" --set 'data.features=["x*"]' --set model.num_boost_round=100
    --set model.early_stopping=none)
fi
TIMEFORMAT='%R %U %S'
uptime
for _ in $(seq "${1:-7}"); do
  rm -rf "$work/run" "$FIVESIGMA_HOME"
  { time "$root/fivesigma" run "$here/whole.yaml" --quiet --set threads=2 "${settings[@]}" --out "$work/run" > "$work/out" 2> "$work/err"; } 2>> "$work/ours"
  { time "$python" -W ignore "$here/peer_whole.py" "$file" 2 "${rounds[@]}" > "$work/peer.json" 2> "$work/err"; } 2>> "$work/theirs"
done
"$python" - "$work" <<'EOF'
import json, statistics, sys
ours, theirs = ([[float(v) for v in line.split()] for line in open(f"{sys.argv[1]}/{n}")] for n in ("ours", "theirs"))
for name, of in (("wall", lambda t: t[0]), ("CPU", lambda t: t[1] + t[2])):
    ratios = sorted(of(a) / of(b) for a, b in zip(ours, theirs))
    print(f"{name:5} ours {statistics.median(map(of, ours)):6.2f} s  Python {statistics.median(map(of, theirs)):6.2f} s  "
          f"ratio {statistics.median(ratios):.2f} [{ratios[0]:.2f}, {ratios[-1]:.2f}]")
a, b = json.load(open(sys.argv[1] + "/run/metrics.json")), json.load(open(sys.argv[1] + "/peer.json"))
print("test AUC", *(f"{m['test/auc']['value']:.6f} +- {m['test/auc']['std_error']:.4f}" for m in (a, b)))
EOF

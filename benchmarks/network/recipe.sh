#!/usr/bin/env bash
# The HiggsML recipe (ten swish networks, augmentation, 32 copies in prediction) from the file to the weighted AUC of test, in turn with
# the same in torch (one and two threads), and a network on the UCI sample as Ludwig's benchmark has it. Whole processes are timed.
#
#   benchmarks/network/recipe.sh [ALTERNATIONS]       (default 7)
#
# TORCH_THREADS=1 leaves out the runs of torch on two threads, which are slower on such small networks.
# Needs a Python with torch, pandas and scikit-learn in PYTHON, the samples in FIVESIGMA_DATA, and a built project.
set -eu
here=$(cd "$(dirname "$0")" && pwd -P)
root=$(cd "$here/../.." && pwd -P)
python=${PYTHON:-python3}
times=${1:-7}
export FIVESIGMA_DATA=${FIVESIGMA_DATA:-$root/../shared/data} FIVESIGMA_NO_BUILD=1 OMP_WAIT_POLICY=PASSIVE
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
TIMEFORMAT='%R %U %S'

timed() { # what, command: appends wall and CPU seconds
  local what=$1 t
  shift
  t=$( { time "$@" > "$work/out" 2> "$work/err"; } 2>&1 ) || { cat "$work/err"; exit 1; }
  echo "$what $t" >> "$work/times"
}

uptime
for i in $(seq "$times"); do
  rm -rf "$work/recipe" "$work/uci"
  timed ours "$root/fivesigma" run "$here/recipe.yaml" --quiet --set seed="$i" --out "$work/recipe"
  echo "ours   $("$python" -c 'import json,sys; print(json.load(open(sys.argv[1]))["test/auc"]["value"])' "$work/recipe/metrics.json")"
  for threads in ${TORCH_THREADS:-1 2}; do
    timed "torch-$threads" "$python" -W ignore "$here/recipe_torch.py" "$FIVESIGMA_DATA"/higgsml/*.csv.gz "$threads" "$i"
    echo "torch  $(cat "$work/out")"
  done
  timed uci "$root/fivesigma" run "$here/uci.yaml" --quiet --set seed="$i" --out "$work/uci"
  echo "uci    $("$python" -c 'import json,sys; print(json.load(open(sys.argv[1]))["test/auc"]["value"])' "$work/uci/metrics.json")"
done
"$python" - "$work/times" <<'EOF'
import statistics, sys
runs = {}
for line in open(sys.argv[1]):
    what, wall, user, system = line.split()
    runs.setdefault(what, []).append((float(wall), float(user) + float(system)))
for what, values in runs.items():
    wall, cpu = (statistics.median(v) for v in zip(*values))
    print(f"{what:8} wall {wall:7.1f} s  CPU {cpu:7.1f} s  ({len(values)} runs)")
best = min(statistics.median(w for w, _ in values) for what, values in runs.items() if what.startswith("torch"))
print(f"recipe: wall ours / torch's best {statistics.median(w for w, _ in runs['ours']) / best:.2f}")
EOF

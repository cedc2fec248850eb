#!/usr/bin/env bash
# XGBoost from Java against the Python package: same library version, events, parameters, one thread, in turn.
# Usage: FIVESIGMA_DATA=<samples> benchmarks/xgboost/run.sh [alternations]
# Prints the median of wall and CPU seconds of each, the ratio ours / theirs, and both weighted test AUCs.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$here/../..
times=${1:-7}
export FIVESIGMA_DATA=${FIVESIGMA_DATA:-$root/../shared/data}
work=$root/target/benchmarks/xgboost
mkdir -p "$work"
if [ ! -x "$work/venv/bin/python" ]; then
  python3 -m venv "$work/venv"
  "$work/venv/bin/pip" install -q xgboost==3.0.4 numpy==2.2.6 scipy==1.15.3
fi
(cd "$root" && mvn -B -q -Dquick -pl plugin-models -am test-compile dependency:build-classpath -DincludeScope=test -Dmdep.outputFile="$work/classpath")
classpath=$root/plugin-models/target/classes:$(cat "$work/classpath")
# as ./fivesigma starts Java
options=(-XX:+UseParallelGC -XX:Tier4InvocationThreshold=50000 -XX:Tier4MinInvocationThreshold=6000
  -XX:Tier4CompileThreshold=150000 -XX:Tier4BackEdgeThreshold=400000)
export OMP_NUM_THREADS=1 OMP_WAIT_POLICY=PASSIVE
: > "$work/ours"
: > "$work/theirs"
echo "load before: $(cut -d' ' -f1-3 /proc/loadavg)"
for _ in $(seq "$times"); do
  java "${options[@]}" -cp "$classpath" "$here/XgboostTraining.java" higgsml uci uci-deep 2> /dev/null >> "$work/ours"
  "$work/venv/bin/python" "$here/peer.py" higgsml uci uci-deep >> "$work/theirs"
done
echo "load after:  $(cut -d' ' -f1-3 /proc/loadavg)"
"$work/venv/bin/python" - "$work/ours" "$work/theirs" <<'EOF'
import sys
from statistics import median
runs = []
for name in sys.argv[1:]:
    own = {}
    for line in open(name):
        setting, wall, cpu, auc = line.split()
        own.setdefault(setting, []).append((float(wall), float(cpu), float(auc)))
    runs.append(own)
ours, theirs = runs
print(f"{'setting':10} {'ours wall':>10} {'theirs':>8} {'ratio':>6} {'ours CPU':>9} {'theirs':>8} {'ratio':>6}   AUC ours, theirs")
for setting in ours:
    a, b = zip(*ours[setting]), zip(*theirs[setting])
    (aw, ac, aa), (bw, bc, ba) = ([median(v) for v in a], [median(v) for v in b])
    print(f"{setting:10} {aw:10.3f} {bw:8.3f} {aw / bw:6.2f} {ac:9.3f} {bc:8.3f} {ac / bc:6.2f}   {aa:.6f} {ba:.6f}")
EOF

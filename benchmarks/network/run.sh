#!/usr/bin/env bash
# Times training steps and predictions of networks in turn with torch, and prints medians and ratios ours / theirs.
#
#   benchmarks/network/run.sh [ALTERNATIONS [ROWS]]       (default 7; ROWS: a regular expression of the rows wanted)
#
# Needs a Python with torch in PYTHON (pip install torch==2.15.0 numpy==2.4.6) and a built project (./fivesigma --version).
set -eu
here=$(cd "$(dirname "$0")" && pwd -P)
root=$(cd "$here/../.." && pwd -P)
python=${PYTHON:-python3}
times=${1:-7}
rows=${2:-.}
export OMP_WAIT_POLICY=PASSIVE
[ -d "$root/plugin-models/target/test-classes" ] || (cd "$root" && mvn -B -q -Dquick -pl plugin-models -am test-compile)
jars=$(find "$root/cli/target/lib" -name '*.jar' ! -name 'plugin-models-*' | tr '\n' ':')
cp=$root/plugin-models/target/test-classes:$root/plugin-models/target/classes:$jars

ours() { java -cp "$cp" org.fivesigma.models.network.NetworkBenchmark "$@"; }
theirs() { "$python" "$here/peer_torch.py" "$@"; }

row() { # name, arguments of ours, arguments of theirs
  [[ $1 =~ $rows ]] || return 0
  local lines=""
  for _ in $(seq "$times"); do
    lines+="$(ours $2) $(theirs $3)"$'\n'
  done
  printf '%s' "$lines" | "$python" -c '
import json, re, statistics, sys
ours, theirs = [], []
for line in sys.stdin:
    a, b = (json.loads(x) for x in re.findall(r"\{.*?\}", line))
    ours.append(a)
    theirs.append(b)
for kind in ("wall_ms", "cpu_ms"):
    ratios = sorted(a[kind] / b[kind] for a, b in zip(ours, theirs))
    print("%-44s %-8s ours %9.3f  torch %9.3f  ratio %.2f [%.2f, %.2f]" % (
        sys.argv[1], kind, statistics.median(a[kind] for a in ours),
        statistics.median(b[kind] for b in theirs), statistics.median(ratios), ratios[0], ratios[-1]))
' "$1"
}

uptime
deep=28\ 300,300,300,300,300\ TANH
row "step 5x300 batch 100, one thread" "step $deep 100 FLOAT32 1 1 15" "step $deep 100 FLOAT32 1 1 15"
row "step 5x300 batch 1000, one thread" "step $deep 1000 FLOAT32 1 1 5" "step $deep 1000 FLOAT32 1 1 5"
row "step 5x300 batch 256, bfloat16 (ours)" "step $deep 256 BFLOAT16_MIXED 1 1 9" "step $deep 256 FLOAT32 1 1 9"
row "step 3x680 batch 1000, bfloat16 (ours)" "step 28 680,680,680 TANH 1000 BFLOAT16_MIXED 1 1 3" "step 28 680,680,680 TANH 1000 FLOAT32 1 1 3"
ten=31\ 100,100,100,100\ SWISH
# torch's best way on two cores: one network after another, each on two threads
row "ten 4x100 batch 256, two threads" "step $ten 256 FLOAT32 10 2 7" "step $ten 256 FLOAT32 10 2 7"
row "ten 5x300 batch 256, two threads" "step 31 300,300,300,300,300 SWISH 256 FLOAT32 10 2 3" "step 31 300,300,300,300,300 SWISH 256 FLOAT32 10 2 3"
row "ten 4x100 batch 256, torch on one thread" "step $ten 256 FLOAT32 10 2 7" "step $ten 256 FLOAT32 10 1 7"
row "ten 5x300 batch 256, torch on one thread" "step 31 300,300,300,300,300 SWISH 256 FLOAT32 10 2 3" "step 31 300,300,300,300,300 SWISH 256 FLOAT32 10 1 3"
row "predict 550,000 events, ten 4x100, one thread" "predict $ten 550000 FLOAT32 10 1 2" "predict $ten 550000 FLOAT32 10 1 2"
row "predict 550,000 events, ten 4x100, two threads" "predict $ten 550000 FLOAT32 10 2 2" "predict $ten 550000 FLOAT32 10 1 2"

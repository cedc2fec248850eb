#!/usr/bin/env bash
# Serves a model by fivesigma and by FastAPI in turn, on the same machine under the same load, and prints medians.
#
#   benchmarks/serving/run.sh RUN [ALTERNATIONS] [SECONDS]       RUN: a run folder with one xgboost or mlp model
#
# Needs python3 with venv; the peer's packages are installed once under target/.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
bundle=$(cd "$1/model" && pwd)
times=${2:-7}
seconds=${3:-10}
venv=${FIVESIGMA_BENCH_VENV:-$root/target/benchmark-serving}
if [ ! -f "$venv/complete" ]; then
  python3 -m venv "$venv"
  "$venv/bin/pip" -q install numpy==2.2.6 pandas==2.3.3 fastapi==0.121.3 uvicorn==0.38.0 xgboost==3.2.0 torch==2.15.0 >&2
  touch "$venv/complete"
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cpu() { # user + system seconds of a process and those it has waited for
  awk -v t="$(getconf CLK_TCK)" '{print ($14 + $15 + $16 + $17) / t}' "/proc/$1/stat"
}

one() { # name, command...
  name=$1
  shift
  port=$((20000 + RANDOM % 20000))
  start=$(date +%s.%N)
  "${@//PORT/$port}" > "$work/out" 2> "$work/err" &
  pid=$!
  until curl -sf -o /dev/null "http://127.0.0.1:$port/ready"; do
    kill -0 $pid 2> /dev/null || { cat "$work/err" >&2; exit 1; }
    sleep 0.05
  done
  ready=$(printf %.3f "$(echo "$(date +%s.%N) - $start" | bc)")
  result=$("$venv/bin/python" "$here/load.py" "http://127.0.0.1:$port" "$bundle" "$seconds")
  used=$(cpu $pid)
  kill $pid
  wait $pid 2> /dev/null || true
  echo "{\"service\": \"$name\", \"ready_s\": $ready, \"cpu_s\": $used, \"load\": $(cut -d' ' -f1 /proc/loadavg), ${result#\{}" | tee -a "$work/all"
}

for _ in $(seq "$times"); do
  one fivesigma "$root/fivesigma" serve "$bundle" --port PORT
  one fastapi "$venv/bin/python" "$here/peer.py" "$bundle" PORT
done
"$venv/bin/python" - "$work/all" << 'EOF'
import json, statistics, sys
rows = [json.loads(line) for line in open(sys.argv[1])]
for key in ("ready_s", "p50_ms", "p99_ms", "events_per_s", "cpu_s"):
    ours, theirs = ([r[key] for r in rows if r["service"] == s] for s in ("fivesigma", "fastapi"))
    a, b = statistics.median(ours), statistics.median(theirs)
    print(f"{key:14} fivesigma {a:10.3f}   fastapi {b:10.3f}   ratio {a / b:.2f}")
EOF

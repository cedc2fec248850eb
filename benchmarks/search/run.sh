#!/usr/bin/env bash
# Samplers against Optuna 5.0: the time of a suggestion, ours and theirs in turn; then simple regret on the functions of search.json, seeds 100 and on.
# Usage: benchmarks/search/run.sh REFERENCE_FOLDER [SEEDS] [ALTERNATIONS] [PEER_SEEDS]
# Optuna's numbers are those stored in search.json (seeds from 0), and of PEER_SEEDS more seeds, about four minutes each.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$here/../..
reference=$(cd "$1" && pwd)
seeds=${2:-20}
times=${3:-7}
peer_seeds=${4:-0}
work=$root/target/benchmarks/search
mkdir -p "$work/classes"
if [ ! -x "$work/venv/bin/python" ]; then
  python3 -m venv "$work/venv"
  "$work/venv/bin/pip" install -q -r "$here/requirements.txt"
fi
(cd "$root" && mvn -B -q -Dquick -pl plugin-search -am test-compile dependency:build-classpath -DincludeScope=test -Dmdep.outputFile="$work/classpath")
classpath=$work/classes:$root/plugin-search/target/classes:$root/plugin-search/target/test-classes:$(cat "$work/classpath")
javac -proc:none -d "$work/classes" -cp "$classpath" "$here"/*.java
echo "load $(cut -d' ' -f1-3 /proc/loadavg)"
for _ in $(seq "$times"); do
  echo "ours:   $(java -cp "$classpath" SuggestionTime tpe 1000 60)"
  echo "theirs: $("$work/venv/bin/python" "$here/suggest.py" tpe 1000 20)"
  echo "ours:   $(java -cp "$classpath" SuggestionTime gp 300 12)"
  echo "theirs: $("$work/venv/bin/python" "$here/suggest.py" gp 300 5)"
done
java -cp "$classpath" SampleEfficiency "$reference" tpe,gp,sobol,random all 100 $((99 + seeds)) > "$work/ours.jsonl"
if [ "$peer_seeds" -gt 0 ]; then
  "$work/venv/bin/python" "$here/regret.py" "$reference" tpe,gp all 100 $((99 + peer_seeds)) > "$work/theirs.jsonl"
fi
"$work/venv/bin/python" "$here/compare.py" "$reference" "$work"/*.jsonl

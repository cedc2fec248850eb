#!/usr/bin/env bash
# Samplers against Optuna 5.0: simple regret on the functions of search.json (Optuna's numbers are stored there), and the
# time of a suggestion, ours and theirs in turn.
# Usage: benchmarks/search/run.sh REFERENCE_FOLDER [SEEDS] [ALTERNATIONS]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$here/../..
reference=$(cd "$1" && pwd)
seeds=${2:-20}
times=${3:-7}
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
java -cp "$classpath" SampleEfficiency "$reference" tpe,gp,auto "$seeds"

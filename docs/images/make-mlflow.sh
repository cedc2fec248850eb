#!/usr/bin/env bash
# Makes the pictures of MLflow's pages: the browser test takes them of the real pages, this copies two of them here.
set -eu
cd "$(dirname "$0")/../.."
mvn -B -q -Dquick -pl tracking -am test -Dtest=BrowserTest -Dsurefire.failIfNoSpecifiedTests=false
cp tracking/target/screenshots/experiment.png docs/images/mlflow-experiment.png
cp tracking/target/screenshots/run.png docs/images/mlflow-run.png

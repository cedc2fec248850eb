"""Runs one experiment in turn without tracking and with an MLflow server, and compares the process.

    python3 benchmarks/tracking/run.py [PAIRS] [EXPERIMENT]

Prints the median of CPU time (user and system, of the program alone; the server is a process of its
own) and the share of the training that the tracker held up, with the 95 % interval of the median of
the ratios (binomial, from the ordered pairs). Everything is made in a temporary folder.
"""
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
PROGRAM = str(HERE.parent.parent / "fivesigma")


def command(folder, *arguments):
    before, start = os.times(), time.time()
    process = subprocess.run(
        [PROGRAM, *arguments], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    after = os.times()
    if process.returncode != 0:
        sys.exit(f"{arguments}: exit {process.returncode}\n{process.stderr}")
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return process.stdout.strip().splitlines()[-1], cpu, time.time() - start


def run(folder, experiment, tracker):
    last, cpu, wall = command(folder, "run", experiment, "--quiet", "--set", f"tracking.type={tracker}")
    facts = json.loads((pathlib.Path(last.removeprefix("run: ")) / "facts.json").read_text())
    return {"cpu": cpu, "wall": wall, "train": facts["train_seconds"], "held": facts["tracking_seconds"]}


def interval(values):
    """The median and the 95 % interval of it that ordered values give."""
    ordered, n = sorted(values), len(values)
    out = 0
    while out < n // 2 and 2 * sum(
            __import__("math").comb(n, k) for k in range(out + 1)) / 2 ** n <= 0.05:
        out += 1
    low = max(out - 1, 0)
    return statistics.median(ordered), ordered[low], ordered[n - 1 - low]


def main():
    pairs = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    experiment = str(pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else HERE / "experiment.yaml").resolve())
    with tempfile.TemporaryDirectory(prefix="tracking-benchmark") as folder:
        command(folder, "ui")
        try:
            run(folder, experiment, "none")
            ratios, held, none, mlflow = [], [], [], []
            for i in range(pairs):
                order = ["none", "mlflow"] if i % 2 == 0 else ["mlflow", "none"]
                result = {tracker: run(folder, experiment, tracker) for tracker in order}
                ratios.append(result["mlflow"]["cpu"] / result["none"]["cpu"])
                held.append(result["mlflow"]["held"] / result["mlflow"]["train"])
                none.append(result["none"]["cpu"])
                mlflow.append(result["mlflow"]["cpu"])
                print(f"pair {i + 1}: CPU {none[-1]:.2f} s without, {mlflow[-1]:.2f} s with; "
                      f"held up {1000 * result['mlflow']['held']:.1f} ms of {result['mlflow']['train']:.2f} s; "
                      f"load {os.getloadavg()[0]:.1f}", flush=True)
        finally:
            command(folder, "ui", "--stop")
    print(f"CPU: {statistics.median(none):.2f} s without, {statistics.median(mlflow):.2f} s with (medians)")
    for name, values in (("CPU with / without", ratios), ("held up / training", held)):
        print(f"{name}: %.4f [%.4f, %.4f]" % interval(values))


main()

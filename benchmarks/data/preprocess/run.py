"""From a CSV file of 1M x 28 to float32 matrices: pandas and scikit-learn against fivesigma, in turn.

    python -m venv venv && venv/bin/pip install -r requirements.txt
    ../../../fivesigma plugins > /dev/null        # builds the program, once
    venv/bin/python run.py --rounds 7 --threads 2

Prints medians of wall time, CPU time (user + system) and peak memory of whole processes, their ratios with the
interval that holds the middle 95 % of the rounds' ratios, and the load of the machine. --rows makes it smaller.
"""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

import numpy as np

here = pathlib.Path(__file__).resolve().parent
home = here.parents[2]
options = argparse.ArgumentParser()
options.add_argument("--rows", type=int, default=1_000_000)
options.add_argument("--rounds", type=int, default=7)
options.add_argument("--threads", type=int, default=2)
options.add_argument("--folder", default=tempfile.gettempdir(), help="where the data file is kept")
options.add_argument("--classpath", default=str(home / "cli/target/cli-0.1.0.jar"))
args = options.parse_args()


def make(path):
    """Heavy tails, angles and discrete tags as in UCI HIGGS; 2 % of five columns are missing."""
    import pandas as pd

    rng = np.random.default_rng(1)
    columns = {"label": rng.integers(0, 2, args.rows)}
    for c in range(28):
        if c % 7 == 6:
            x = rng.choice([0.0, 1.0865381, 2.1730762], args.rows)
        elif c % 3 == 0:
            x = np.exp(0.6 * rng.standard_normal(args.rows))
        elif c % 3 == 1:
            x = rng.standard_normal(args.rows)
        else:
            x = rng.uniform(-1.74, 1.74, args.rows)
        if c < 5:
            x[rng.random(args.rows) < 0.02] = np.nan
        columns[f"x{c}"] = x.astype(np.float32)
    pd.DataFrame(columns).to_csv(path, index=False, float_format="%.9g")


def measure(command):
    """Wall, CPU and peak memory of a process, and what it printed."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True,
                               env={**os.environ, "OMP_NUM_THREADS": str(args.threads)})
    text = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = status
    if status != 0:
        sys.exit(f"{command[0]} failed")
    return {"wall": time.perf_counter() - start, "cpu": usage.ru_utime + usage.ru_stime,
            "memory": usage.ru_maxrss / 1024, "told": json.loads(text.strip().splitlines()[-1])}


data = pathlib.Path(args.folder) / f"preprocess-{args.rows}.csv"
if not data.exists():
    make(data)
print(f"{data.name}: {data.stat().st_size / 1e6:.0f} MB, load {os.getloadavg()[0]:.1f}")
peer = [sys.executable, str(here / "peer.py"), str(data)]
heap = max(256, args.rows * 28 * 4 * 5 // 2**20)
classes = tempfile.mkdtemp()
subprocess.run(["javac", "-nowarn", "-d", classes, "-cp", args.classpath, str(here / "Ours.java")], check=True)
ours = ["java", f"-Xmx{heap}m", "-XX:+UseParallelGC", "-cp", os.pathsep.join([classes, args.classpath]), "Ours",
        str(data), str(args.threads)]
rounds = []
for i in range(args.rounds):
    order = [("peer", peer), ("ours", ours)]
    found = {name: measure(command) for name, command in (order if i % 2 == 0 else order[::-1])}
    rounds.append(found)
    off = max(abs(a - b) for a, b in zip(found["peer"]["told"]["lambdas"], found["ours"]["told"]["lambdas"]))
    print(f"round {i + 1}: " + ", ".join(
        f"{name} {r['wall']:.2f} s wall {r['cpu']:.2f} s CPU {r['memory']:.0f} MB" for name, r in found.items())
        + f"; lambdas of the two train parts differ by {off:.4f} at most; load {os.getloadavg()[0]:.1f}", flush=True)
for what in ("cpu", "wall", "memory") if rounds else ():
    ratios = sorted(r["ours"][what] / r["peer"][what] for r in rounds)
    low, high = np.quantile(ratios, [0.025, 0.975])
    print(f"{what:6} peer {statistics.median(r['peer'][what] for r in rounds):8.2f}  "
          f"ours {statistics.median(r['ours'][what] for r in rounds):8.2f}  "
          f"ratio {statistics.median(ratios):.3f} [{low:.3f}, {high:.3f}]")
for name in ("peer", "ours") if rounds else ():
    steps = rounds[-1][name]["told"]["steps"]
    print(f"{name} last round, wall and CPU: " + ", ".join(f"{k} {v[0]:.2f}/{v[1]:.2f}" for k, v in steps.items()))

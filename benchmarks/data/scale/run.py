"""How time and memory grow with the number of events: the toy generator to Parquet, Parquet to a scaled matrix.

    ../../../fivesigma plugins > /dev/null        # builds the program, once
    python3 run.py --rows 1000000 3000000 11000000 --threads 2

Prints for each number of events wall time, CPU time and peak memory (of the whole process), the matrix's size and the ratio of the
two. Any Python 3.10 runs it; nothing has to be installed.
"""
import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

here = pathlib.Path(__file__).resolve().parent
home = here.parents[2]
options = argparse.ArgumentParser()
options.add_argument("--rows", type=int, nargs="+", default=[1_000_000, 3_000_000, 11_000_000])
options.add_argument("--threads", type=int, default=2)
options.add_argument("--folder", default=tempfile.gettempdir(), help="where the Parquet files are kept")
options.add_argument("--classpath", default=str(home / "cli/target/cli-0.1.0.jar"))
args = options.parse_args()

classes = tempfile.mkdtemp()
subprocess.run(["javac", "-nowarn", "-d", classes, "-cp", args.classpath, str(here / "Scale.java")], check=True)


def measure(heap, *command):
    start = time.perf_counter()
    process = subprocess.Popen(["java", f"-Xmx{heap}m", "-Xmn128m", "-XX:+UseParallelGC", "-cp",
                                os.pathsep.join([classes, args.classpath]), "Scale", *map(str, command)],
                               stdout=subprocess.PIPE, text=True)
    text = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = status
    if status != 0:
        sys.exit(f"{command[0]} failed")
    return {**json.loads(text.strip().splitlines()[-1]), "wall": time.perf_counter() - start,
            "cpu": usage.ru_utime + usage.ru_stime, "memory": usage.ru_maxrss / 1024}


for rows in args.rows:
    file = pathlib.Path(args.folder) / f"toy-{rows}.parquet"
    load = os.getloadavg()[0]
    if not file.exists():
        made = measure(512, "toy", file, rows, args.threads)
        print(f"{rows:>10} events generated: {made['wall']:.1f} s wall {made['cpu']:.1f} s CPU {made['memory']:.0f} MB peak, "
              f"{made['bytes'] / 1e6:.0f} MB Parquet, load {load:.1f}", flush=True)
    load = os.getloadavg()[0]
    matrix = rows * 28 * 4 / 2**20
    read = measure(int(256 + 2.25 * matrix), "scale", file, args.threads)
    print(f"{rows:>10} x {read['columns']} read and scaled: {read['wall']:.1f} s wall {read['cpu']:.1f} s CPU "
          f"{read['memory']:.0f} MB peak = {read['memory'] * 2**20 / 1e6 / read['matrix_mb']:.2f} x matrix "
          f"({read['matrix_mb']:.0f} MB), load {load:.1f}", flush=True)

"""Load on a service: single events at a fixed rate, then batches of 1,000 from several clients. Prints one JSON line.

    load.py ADDRESS BUNDLE [SECONDS]
"""

import http.client
import json
import pathlib
import random
import sys
import threading
import time
import urllib.parse

address = urllib.parse.urlparse(sys.argv[1])
manifest = json.loads((pathlib.Path(sys.argv[2]) / "manifest.json").read_text())
seconds = float(sys.argv[3]) if len(sys.argv) > 3 else 10
rng = random.Random(1)
header = ",".join(f["name"] for f in manifest["features"])


def rows(n):
    return "\n".join(
        ",".join("%.6f" % rng.uniform(f["min"], f["max"]) for f in manifest["features"]) for _ in range(n)
    )


def ask(connection, body):
    connection.request("POST", "/v1/predict", body, {"Content-Type": "text/csv", "Accept": "text/csv"})
    answer = connection.getresponse()
    answer.read()
    if answer.status != 200:
        raise SystemExit(f"status {answer.status}")


def clients(count, work):
    threads = [threading.Thread(target=work, args=(i,)) for i in range(count)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()


# single events: 200 requests a second over 4 connections, each started at its time (no coordinated omission)
RATE, CONNECTIONS = 200, 4
single = (header + "\n" + rows(1) + "\n").encode()
times = []
begun = time.perf_counter() + 0.5


def singles(i):
    connection = http.client.HTTPConnection(address.hostname, address.port)
    for k in range(50):  # warm
        ask(connection, single)
    n = i
    while n < RATE * seconds:
        due = begun + 0.5 + n / RATE
        wait = due - time.perf_counter()
        if wait > 0:
            time.sleep(wait)
        start = max(due, 0)
        ask(connection, single)
        times.append((time.perf_counter() - start) * 1e3)
        n += CONNECTIONS


clients(CONNECTIONS, singles)
times.sort()

# batches: 4 clients as fast as they can
batch = (header + "\n" + rows(1000) + "\n").encode()
done = [0] * 4
stop = time.perf_counter() + seconds


def batches(i):
    connection = http.client.HTTPConnection(address.hostname, address.port)
    ask(connection, batch)
    while time.perf_counter() < stop:
        ask(connection, batch)
        done[i] += 1


clients(4, batches)
print(
    json.dumps(
        {
            "p50_ms": round(times[len(times) // 2], 3),
            "p99_ms": round(times[int(len(times) * 0.99)], 3),
            "events_per_s": round(1000 * sum(done) / seconds),
        }
    )
)

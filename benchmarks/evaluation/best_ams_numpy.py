"""512 bootstraps of the best AMS over all cuts, in numpy: one sort, a table for Poisson(1), and the
AMS only where a run of signal ends. Usage: best_ams_numpy.py FILE REPLICAS ROUNDS,
where FILE holds the events that BestAmsBootstrap wrote"""
import sys
import time

import numpy as np


def main(file, replicas, rounds):
    rng = np.random.default_rng(1)
    events = np.fromfile(file, dtype=">f8").astype("f8").reshape(-1, 3)
    label, score, weight = events[:, 0] == 1, events[:, 1].copy(), events[:, 2].copy()
    n = len(label)
    yields = {True: 691.99, False: 410999.8}
    for value, total in yields.items():
        weight[label == value] *= total / weight[label == value].sum()
    cells = 1 << 16
    probability = np.exp(-1) / np.cumprod(np.concatenate(([1.0], np.arange(1, 12))))
    table = np.searchsorted(np.cumsum(probability), (np.arange(cells) + 0.5) / cells).astype(np.uint8)
    for _ in range(rounds):
        wall, cpu = time.perf_counter(), time.process_time()
        order = np.argsort(-score, kind="stable")
        signal = label[order]
        ws = np.where(signal, weight[order], 0.0)
        wb = np.where(signal, 0.0, weight[order])
        ends = np.flatnonzero(signal & np.append(~signal[1:], True))
        best = np.empty(replicas)
        for r in range(replicas):
            count = table[rng.integers(0, cells, n, dtype=np.uint16)]
            s = np.cumsum(ws * count)
            b = np.cumsum(wb * count)
            b2 = np.cumsum(wb * wb * count)[ends]
            s, b = s[ends] * (yields[True] / s[-1]), b[ends] * (yields[False] / b[-1])
            raw = b * (np.sum(wb * count) / yields[False])
            with np.errstate(divide="ignore", invalid="ignore"):
                enough = raw * raw >= 10 * b2
                value = 2 * ((s + b + 10) * np.log1p(s / (b + 10)) - s)
            best[r] = np.sqrt(np.max(np.where(enough & (raw > 0), value, 0)))
        print(
            f"{time.perf_counter() - wall:.3f} s wall, {time.process_time() - cpu:.3f} s cpu, "
            f"best AMS {best.mean():.4f} +- {best.std(ddof=1):.4f}",
            flush=True,
        )


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))

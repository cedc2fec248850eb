"""Two models on the same test events: the difference of their AUC, each averaged over its seeds, and its error.

    paired.py [--ensemble] A A ... vs B B ...

Each A and B is a run folder or a file of a peer (uci_peer.py, recipe_torch.py, recipe_lumin.py); one of them must be a run, which has
the physics weights of the events. The error of the events is that of 500 Poisson bootstraps, the same for both; that of the seeds
comes from the spread of each side. With --ensemble the scores of the seeds are averaged first, and each side is one model.
"""

import sys

import numpy as np
import pandas as pd
import pyarrow.parquet as pq


def auc(score, signal, weight):
    order = np.argsort(score, kind="stable")
    s, y, w = score[order], signal[order], weight[order]
    start = np.flatnonzero(np.r_[True, s[1:] != s[:-1]])
    sig, bkg = np.add.reduceat(w * y, start), np.add.reduceat(w * ~y, start)
    below = np.cumsum(bkg) - bkg
    return np.sum(sig * (below + bkg / 2)) / (sig.sum() * bkg.sum())


def read(path):
    """One row per event: id, score and, from a run, label and weight."""
    if path.endswith(".npz"):
        peer = np.load(path)
        return pd.DataFrame({"id": peer["test_row"], "score": peer["test_score"]}).set_index("id")
    table = pq.read_table(f"{path}/predictions/test.parquet", columns=["id", "label", "weight", "score"])
    return table.to_pandas().set_index("id")


def mean(scores, weight):
    return np.mean([auc(s, signal, weight) for s in scores])


arguments = [a for a in sys.argv[1:] if a != "--ensemble"]
between = arguments.index("vs")
sides = [[read(path) for path in side] for side in (arguments[:between], arguments[between + 1 :])]
events = next(t for side in sides for t in side if "label" in t)
signal = events["label"].to_numpy() != "background"
physics = events["weight"].to_numpy()
scores = [[t["score"].loc[events.index].to_numpy() for t in side] for side in sides]
if "--ensemble" in sys.argv:
    scores = [[np.mean(side, axis=0)] for side in scores]

random = np.random.default_rng(1)
differences = []
for _ in range(500):
    w = physics * random.poisson(1.0, len(physics))
    differences.append(mean(scores[0], w) - mean(scores[1], w))
values = [np.array([auc(s, signal, physics) for s in side]) for side in scores]
spread = np.sqrt(sum(v.var(ddof=1) / len(v) if len(v) > 1 else 0 for v in values))
for name, v in zip("AB", values):
    print(f"{name} {v.mean():.4f} (sd {v.std(ddof=1) if len(v) > 1 else np.nan:.4f}, {len(v)})", end="  ")
print(
    f"A - B {values[0].mean() - values[1].mean():+.4f} +- {np.std(differences):.4f} (events) +- {spread:.4f} (seeds)"
)

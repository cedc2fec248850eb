"""A run of experiments/higgs-uci against the peer's scores of uci_peer.py on the same test events.

    uci_paired.py PEER.npz,... RUN,...

Prints mean AUC over the seeds of each, their difference and its error: 500 bootstraps of the events, the same for both.
"""

import sys

import numpy as np
import pyarrow.parquet as pq


def auc(score, signal, weight):
    order = np.argsort(score, kind="stable")
    s, y, w = score[order], signal[order], weight[order]
    start = np.flatnonzero(np.r_[True, s[1:] != s[:-1]])
    sig, bkg = np.add.reduceat(w * y, start), np.add.reduceat(w * ~y, start)
    below = np.cumsum(bkg) - bkg
    return np.sum(sig * (below + bkg / 2)) / (sig.sum() * bkg.sum())


peers = [np.load(f) for f in sys.argv[1].split(",")]
rows, signal = peers[0]["test_row"], peers[0]["test_label"] == 1
ours = []
for run in sys.argv[2].split(","):
    t = pq.read_table(f"{run}/predictions/test.parquet", columns=["id", "score"]).to_pandas().set_index("id")
    ours.append(t["score"].loc[rows].to_numpy())
theirs = [p["test_score"] for p in peers]
random = np.random.default_rng(1)


def mean(scores, weight):
    return np.mean([auc(s, signal, weight) for s in scores])


one = np.ones(len(rows))
differences = []
for _ in range(500):
    w = random.poisson(1.0, len(rows)).astype(float)
    differences.append(mean(ours, w) - mean(theirs, w))
spread = np.sqrt(sum(np.var([auc(s, signal, one) for s in x]) / max(1, len(x) - 1) for x in (ours, theirs)))
print(
    f"ours {mean(ours, one):.4f} ({len(ours)} seeds)  peer {mean(theirs, one):.4f} ({len(theirs)})  difference "
    f"{mean(ours, one) - mean(theirs, one):+.4f} +- {np.std(differences):.4f} (events) +- {spread:.4f} (seeds)"
)

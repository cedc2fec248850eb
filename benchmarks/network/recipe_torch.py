"""The HiggsML recipe in plain torch: ten 4x100 swish networks on folds, rotations and mirrors in training, 32 copies in prediction.

    recipe_torch.py CSV THREADS [SEED [SCORES.npz [lecun]]]

From the file to the weighted AUC of test, as experiments/higgsml/comparison.yaml has it under ten_aug. Prints one line of JSON; with a
fourth argument the scores of test go into a file that paired.py reads. First weights are torch's, or normal with variance 1 / inputs.
"""

import json
import sys
import time

import numpy as np
import pandas as pd
import torch
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold

MOMENTA = [
    ("PRI_tau_pt", "PRI_tau_eta", "PRI_tau_phi"),
    ("PRI_lep_pt", "PRI_lep_eta", "PRI_lep_phi"),
    ("PRI_jet_leading_pt", "PRI_jet_leading_eta", "PRI_jet_leading_phi"),
    ("PRI_jet_subleading_pt", "PRI_jet_subleading_eta", "PRI_jet_subleading_phi"),
    ("PRI_met", None, "PRI_met_phi"),
]
EPOCHS, BATCH, RATE, MEMBERS = 25, 256, 2e-3, 10


def columns(table):
    """Columns that no symmetry changes, then px of all momenta, py of all, pz of those that have it; NaN where absent."""
    taken = {c for m in MOMENTA for c in m if c}
    plain = [c for c in table.columns if c[:4] in ("DER_", "PRI_") and c not in taken]
    px = [table[pt] * np.cos(table[phi]) for pt, _, phi in MOMENTA]
    py = [table[pt] * np.sin(table[phi]) for pt, _, phi in MOMENTA]
    pz = [table[pt] * np.sinh(table[eta]) for pt, eta, _ in MOMENTA if eta]
    x = np.stack([table[c].to_numpy() for c in plain] + [v.to_numpy() for v in px + py + pz], axis=1)
    return x, len(plain)


class Events:
    """Events on their way into a network: turned and mirrored, then imputed and scaled."""

    def __init__(self, x, plain, median, mean, std):
        self.x, self.plain, self.median, self.mean, self.std = x, plain, median, mean, std

    def moved(self, rows, angle, z, mirror):
        n, p = len(MOMENTA), self.plain
        x = self.x[rows].clone() if rows is not None else self.x.clone()
        cos, sin = torch.cos(angle), torch.sin(angle)
        px, py = x[:, p : p + n].clone(), x[:, p + n : p + 2 * n].clone()
        x[:, p : p + n] = cos * px - sin * py
        x[:, p + n : p + 2 * n] = mirror * (sin * px + cos * py)
        x[:, p + 2 * n :] *= z
        return (torch.where(torch.isnan(x), self.median, x) - self.mean) / self.std


def train(events, y, w, seed, lecun=False):
    torch.manual_seed(seed)
    widths, layers = [events.x.shape[1], 100, 100, 100, 100], []
    for a, b in zip(widths, widths[1:]):
        layers += [torch.nn.Linear(a, b), torch.nn.SiLU()]
    net = torch.nn.Sequential(*layers, torch.nn.Linear(100, 1))
    for layer in net:
        if lecun and isinstance(layer, torch.nn.Linear):
            torch.nn.init.normal_(layer.weight, std=layer.in_features**-0.5)
            torch.nn.init.zeros_(layer.bias)
    optimiser = torch.optim.Adam(net.parameters(), lr=RATE, fused=True)
    steps = -(-len(y) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, max_lr=RATE, total_steps=EPOCHS * steps)
    for _ in range(EPOCHS):
        order = torch.randperm(len(y))
        for i in range(steps):
            rows = order[i * BATCH : (i + 1) * BATCH]
            k = (len(rows), 1)
            signs = torch.randint(0, 2, (2, *k)).float() * 2 - 1
            x = events.moved(rows, torch.rand(k) * 2 * torch.pi, signs[0], signs[1])
            optimiser.zero_grad(set_to_none=True)
            z = net(x).squeeze(1)
            loss = torch.nn.functional.binary_cross_entropy_with_logits(z, y[rows], reduction="none")
            (loss * w[rows]).mean().backward()
            optimiser.step()
            schedule.step()
    return net.eval()


def main():
    path, threads = sys.argv[1], int(sys.argv[2])
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    torch.set_num_threads(threads)
    begun, cpu = time.perf_counter(), time.process_time()
    table = pd.read_csv(path).replace(-999.0, np.nan)
    x, plain = columns(table)
    y = (table["Label"] == "s").to_numpy().astype(int)
    weight = table["KaggleWeight"].to_numpy()
    part = table["EventId"].to_numpy() % 5
    training, test = part >= 2, part == 1
    scale = np.where(y[training] == 1, *[
        (y[training] == 0).sum() / weight[training][y[training] == c].sum() for c in (1, 0)])
    w = weight[training] * scale
    median = np.nanmedian(x[training], axis=0)
    filled = np.where(np.isnan(x[training]), median, x[training])
    as_tensor = lambda a: torch.tensor(a, dtype=torch.float32)  # noqa: E731
    fit = [as_tensor(a) for a in (median, filled.mean(0), filled.std(0))]
    xt, yt, wt = as_tensor(x[training]), as_tensor(y[training]), as_tensor(w)
    read = time.perf_counter()
    nets = []
    for i, (rows, _) in enumerate(StratifiedKFold(MEMBERS, shuffle=True, random_state=seed).split(filled, y[training])):
        nets.append(train(Events(xt[rows], plain, *fit), yt[rows], wt[rows], 1000 * seed + i, "lecun" in sys.argv))
    trained = time.perf_counter()
    events, scores = Events(as_tensor(x[test]), plain, *fit), 0
    with torch.no_grad():
        for k in range(8):
            for z in (1.0, -1.0):
                for mirror in (1.0, -1.0):
                    moved = events.moved(None, torch.tensor(k * torch.pi / 4), z, mirror)
                    for net in nets:
                        scores = scores + net(moved).squeeze(1).double().sigmoid()
    auc = roc_auc_score(y[test], scores.numpy(), sample_weight=weight[test])
    end = time.perf_counter()
    if len(sys.argv) > 4:
        ids = table["EventId"].to_numpy()[test]
        np.savez(sys.argv[4], test_row=ids, test_label=y[test], test_score=scores.numpy())
    print(json.dumps({"auc": round(auc, 5), "wall": end - begun, "cpu": time.process_time() - cpu,
                      "train": trained - read, "predict": end - trained}))


main()

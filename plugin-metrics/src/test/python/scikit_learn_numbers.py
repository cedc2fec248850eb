"""The numbers that ScikitLearnNumbers expects, computed with scikit-learn 1.9.1 and, for signed weights, as double sums over pairs.

The events follow from integers alone, so that they are the same in any language: scores in steps of 1/50 (many ties).
"""
import numpy as np
from sklearn import metrics as m

N = 600
i = np.arange(N)
weight = (1 + i * 17 % 23) / 8
signed = np.where(i * 19 % 11 == 0, -weight / 2, weight)


def binary():
    y = (i * 37 % 101 < 42).astype(int)
    score = (i * 61 % 97 % 31 + y * (i * 13 % 29 % 20)) / 50
    return y, score


def three():
    y = (i * 29 % 103) % 3
    a = np.stack([1000 * (1 + i * k % 41 + 25 * (y == c)) + c for c, k in enumerate((7, 11, 13))], axis=1).astype(float)
    return y, a / a.sum(axis=1, keepdims=True)


def signed_auc(y, s, w):
    pos, neg = y == 1, y == 0
    d = s[pos][:, None] - s[neg][None, :]
    return (w[pos][:, None] * w[neg][None, :] * ((d > 0) + 0.5 * (d == 0))).sum() / (w[pos].sum() * w[neg].sum())


y, s = binary()
p = np.clip(s, 0.02, 0.98)
d = (s >= 0.5).astype(int)
out = {
    "auc": m.roc_auc_score(y, s),
    "auc, weighted": m.roc_auc_score(y, s, sample_weight=weight),
    "auc, signed weights": signed_auc(y, s, signed),
    "pr_auc, weighted": m.average_precision_score(y, s, sample_weight=weight),
    "log_loss, weighted": m.log_loss(y, p, sample_weight=weight),
    "brier, weighted": m.brier_score_loss(y, p, sample_weight=weight),
    "accuracy, weighted": m.accuracy_score(y, d, sample_weight=weight),
    "precision, weighted": m.precision_score(y, d, sample_weight=weight),
    "recall, weighted": m.recall_score(y, d, sample_weight=weight),
    "f1, weighted": m.f1_score(y, d, sample_weight=weight),
    "mcc, weighted": m.matthews_corrcoef(y, d, sample_weight=weight),
    "kappa, weighted": m.cohen_kappa_score(y, d, sample_weight=weight),
}
y, p = three()
d = p.argmax(axis=1)
out |= {
    "auc, three classes, weighted": m.roc_auc_score(y, p, multi_class="ovr", average="macro", sample_weight=weight),
    "auc/ovo, three classes": m.roc_auc_score(y, p, multi_class="ovo", average="macro"),
    "log_loss, three classes": m.log_loss(y, p),
    "f1, three classes": m.f1_score(y, d, average="macro"),
    "f1/weighted, three classes": m.f1_score(y, d, average="weighted"),
    "kappa, three classes, weighted": m.cohen_kappa_score(y, d, sample_weight=weight),
    "mcc, three classes": m.matthews_corrcoef(y, d),
    "balanced_accuracy, three classes": m.balanced_accuracy_score(y, d),
}
for name, value in out.items():
    print(f"{name}: {float(value)!r}")

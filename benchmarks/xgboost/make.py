"""A csv file as large as one likes: 28 features shaped as those of UCI HIGGS, some of which tell signal: make.py ROWS FILE."""

import sys

import numpy as np
import pandas as pd

rows, path = int(sys.argv[1]), sys.argv[2]
random = np.random.default_rng(1)
label = random.integers(0, 2, rows)
columns = {"label": label}
for c in range(28):
    if c % 7 == 6:
        x = random.choice([0.0, 1.0865381, 2.1730762], rows)
    elif c % 3 == 0:
        x = np.exp(0.6 * random.standard_normal(rows) + 0.02 * (c % 5) * label)
    elif c % 3 == 1:
        x = (1 + 0.05 * (c % 4) * label) * random.standard_normal(rows)
    else:
        x = random.uniform(-1.74, 1.74, rows) + 0.1 * label * columns[f"x{c - 1}"]
    columns[f"x{c}"] = x.astype(np.float32)
pd.DataFrame(columns).to_csv(path, index=False, float_format="%.9g")

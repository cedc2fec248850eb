"""The script that is common in analyses: CSV -> median impute -> 70/15/15 -> Yeo-Johnson -> float32."""
import json
import sys
import time

import numpy as np
import pandas as pd
from sklearn.impute import SimpleImputer
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import PowerTransformer

start = time.perf_counter()
cpu = time.process_time()
steps = {}


def done(name):
    global start, cpu
    steps[name] = [time.perf_counter() - start, time.process_time() - cpu]
    start, cpu = time.perf_counter(), time.process_time()


table = pd.read_csv(sys.argv[1])
label = table.pop("label").to_numpy()
done("read")
values = SimpleImputer(strategy="median").fit_transform(table)
done("impute")
train, rest, _, rest_label = train_test_split(values, label, test_size=0.3, stratify=label, random_state=1)
valid, test, _, _ = train_test_split(rest, rest_label, test_size=0.5, stratify=rest_label, random_state=1)
done("split")
power = PowerTransformer(method="yeo-johnson", standardize=True)
parts = [power.fit_transform(train), power.transform(valid), power.transform(test)]
done("power")
parts = [p.astype(np.float32) for p in parts]
done("float32")
print(json.dumps({"steps": steps, "lambdas": [float(x) for x in power.lambdas_],
                  "means": [float(x) for x in parts[2].mean(axis=0)]}))

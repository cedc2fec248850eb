"""CPU seconds of one suggestion of Optuna after so many random trials of ten numbers: SAMPLER TRIALS REPEATS."""
import statistics
import sys
import time

import numpy
import optuna

optuna.logging.set_verbosity(optuna.logging.ERROR)
name, n, repeats = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
sampler = {"tpe": optuna.samplers.TPESampler, "gp": optuna.samplers.GPSampler}[name](seed=1)
study = optuna.create_study(sampler=sampler)
space = {f"x{j}": optuna.distributions.FloatDistribution(0, 1) for j in range(10)}
random = numpy.random.default_rng(1)
value = lambda p: sum((p[f"x{j}"] - 0.3 - 0.04 * j) ** 2 for j in range(10))
for _ in range(n):
    p = {k: float(random.random()) for k in space}
    study.add_trial(optuna.trial.create_trial(params=p, distributions=space, value=value(p)))
seconds = []
for _ in range(repeats):
    start = time.process_time()
    trial = study.ask(space)
    seconds.append(time.process_time() - start)
    study.tell(trial, value(trial.params))
print(f"{name} {n} {statistics.median(seconds):.5f} (longest {max(seconds):.4f})")

"""NAME FILE READS: a csv file read by polars or pandas in one process."""
import json
import sys
import time

name, file, reads = sys.argv[1], sys.argv[2], int(sys.argv[3])
if name == "polars":
    from polars import read_csv
else:
    from pandas import read_csv
told = []
for _ in range(reads):
    wall, cpu = time.perf_counter(), time.process_time()
    table = read_csv(file)
    told.append({"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu, "rows": table.shape[0]})
    del table
print(json.dumps({"reads": told}))

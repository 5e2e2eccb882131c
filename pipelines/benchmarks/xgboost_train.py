"""How long XGBoost for Python takes to learn big tips from taxi trips: the peer of XgBoostBenchmark. Prints a line of JSON.

usage: xgboost_train.py TRIPS.csv ROWS ROUNDS THREADS

The file is repeated to ROWS rows, of which the last of every five is left out. Measured is what comes after 39 columns in memory (12 numbers, and an
indicator for each payment type and each of the 20 most frequent companies): the matrix of histograms, and training.
"""
import json, resource, sys, time

import numpy as np, pandas as pd, xgboost as xgb

NUMBERS = ['trip_miles', 'trip_seconds', 'trip_start_hour', 'trip_start_day', 'trip_start_month', 'pickup_latitude', 'pickup_longitude', 'dropoff_latitude',
           'dropoff_longitude', 'pickup_community_area', 'dropoff_community_area', 'fare']

path, rows, rounds, threads = sys.argv[1], *map(int, sys.argv[2:])
trips = pd.read_csv(path)
learnt = np.arange(len(trips)) % 5 != 4
columns = [trips[NUMBERS].to_numpy(np.float32)]
for name, most in ('payment_type', 100), ('company', 20):
    columns += [(trips[name] == word).to_numpy(np.float32)[:, None] for word in trips[name][learnt].value_counts().index[:most]]
chosen = np.arange(rows)[np.arange(rows) % 5 != 4] % len(trips)
x = np.ascontiguousarray(np.hstack(columns)[chosen])
y = (trips.tips > 0.2 * trips.fare).to_numpy(np.float32)[chosen]

began = time.perf_counter()
matrix = xgb.QuantileDMatrix(x, y, max_bin=256, nthread=threads)
handed_over = time.perf_counter()
xgb.train(dict(objective='binary:logistic', tree_method='hist', max_depth=6, learning_rate=0.3, max_bin=256, nthread=threads, seed=0), matrix, num_boost_round=rounds)
ended = time.perf_counter()
print(json.dumps({'train_rows': len(x), 'rounds': rounds, 'seconds': round(ended - began, 3), 'matrix_seconds': round(handed_over - began, 3),
                  'peak_mb': resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, 'xgboost': xgb.__version__}))

"""Predictions for rows of CSV by ONNX Runtime for Python: the peer of "tributary model predict".

usage: predict.py MODEL.onnx ROWS.csv KEPT_COLUMN PREDICTIONS.parquet THREADS

Rows go through the model 4,096 at a time, as ours do, a thread each. A missing number is NaN, a missing text empty, a missing integer the least one.
"""
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np, onnxruntime as ort, polars as pl

BATCH = 4096

model, rows, kept, out, threads = *sys.argv[1:5], int(sys.argv[5])
options = ort.SessionOptions()
options.intra_op_num_threads = 1
session = ort.InferenceSession(model, options, providers=['CPUExecutionProvider'])
types = {'tensor(float)': np.float32, 'tensor(double)': np.float64, 'tensor(int64)': np.int64}
missing = {'tensor(float)': np.nan, 'tensor(double)': np.nan, 'tensor(int64)': np.iinfo(np.int64).min, 'tensor(string)': ''}

trips = pl.read_csv(rows, infer_schema_length=None)


def column(spec):
    values = trips[spec.name]
    if spec.type == 'tensor(string)':
        return values.cast(pl.String).fill_null('').to_numpy().astype(object)[:, None]
    return values.fill_null(missing[spec.type]).to_numpy().astype(types[spec.type])[:, None]


inputs = {spec.name: column(spec) for spec in session.get_inputs()}


def predict(start):
    return session.run(None, {name: values[start:start + BATCH] for name, values in inputs.items()})


with ThreadPoolExecutor(threads) as pool:
    parts = list(pool.map(predict, range(0, len(trips), BATCH)))
outputs = {spec.name: np.concatenate([part[i] for part in parts]).ravel() for i, spec in enumerate(session.get_outputs())}
pl.DataFrame({kept: trips[kept], **outputs}).write_parquet(out)

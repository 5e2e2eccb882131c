"""Makes the goldens of contributions along paths: what XGBoost says of them (approx_contribs).

    pip install xgboost-cpu==3.2.0 numpy
    python make_contribution_goldens.py ../resources/goldens

Rows are three numbers, some of them missing, and an id of four, which is out of range in some rows:
a column for each id, 1 where a row has it and missing elsewhere.
"""

import gzip
import sys

import numpy as np
import xgboost

NUMBERS, IDS, SHOWN = 3, 4, 60
random = np.random.default_rng(11)
numbers = np.round(random.normal(size=(800, NUMBERS)), 3).astype(np.float32)
numbers[random.random(numbers.shape) < 0.1] = np.nan
ids = random.integers(-1, IDS, size=800)
one_hot = np.where(ids[:, None] == np.arange(IDS), np.float32(1), np.float32(np.nan))
rows = np.hstack([numbers, one_hot])
signal = np.nan_to_num(numbers)
score = signal[:, 0] * signal[:, 1] + np.sin(2 * signal[:, 2]) + np.where(ids == 2, 1, 0)
LABELS = {
    "binary": ({"objective": "binary:logistic", "base_score": 0.4}, score > 0.1),
    "multiclass": ({"objective": "multi:softprob", "num_class": 3}, np.digitize(score, [-0.4, 0.7])),
    "regression": ({"objective": "reg:squarederror"}, 1000 + 50 * score),
}

for task, (objective, label) in LABELS.items():
    model = xgboost.train(
        {
            **objective,
            "max_depth": 5,
            "eta": 0.3,
            "min_child_weight": 0.5,
            "tree_method": "hist",
            "nthread": 1,
            "seed": 7,
        },
        xgboost.DMatrix(rows, label=label.astype(np.float32)),
        num_boost_round=8,
    )
    told = model.predict(
        xgboost.DMatrix(rows[:SHOWN]), pred_contribs=True, approx_contribs=True
    ).reshape(SHOWN, -1, NUMBERS + IDS + 1)
    of_id = told[:, :, NUMBERS:-1].sum(axis=2, keepdims=True)
    told = np.concatenate([told[:, :, :NUMBERS], of_id, told[:, :, -1:]], axis=2)
    name = f"{sys.argv[1]}/contributions_{task}-xgboost-{xgboost.__version__}"
    with gzip.GzipFile(f"{name}.json.gz", "wb", mtime=0) as out:
        out.write(bytes(model.save_raw("json")))
    with gzip.GzipFile(f"{name}.csv.gz", "wb", mtime=0) as out:
        for row, category, shares in zip(numbers, ids, told):
            cells = ["" if np.isnan(value) else repr(float(value)) for value in row]
            cells += [str(category)] + [repr(float(share)) for share in shares.ravel()]
            out.write((",".join(cells) + "\n").encode())

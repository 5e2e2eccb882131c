"""Makes the golden of tree SHAP: what XGBoost says that features contribute (pred_contribs).

    pip install xgboost-cpu==3.2.0 numpy
    python make_shap_goldens.py ../resources/goldens

Rows have missing values; the model is deep enough that features are met again below themselves.
"""

import gzip
import sys

import numpy as np
import xgboost

random = np.random.default_rng(7)
rows = np.round(random.normal(size=(600, 6)), 3).astype(np.float32)
rows[random.random(rows.shape) < 0.1] = np.nan
signal = np.nan_to_num(rows)
label = signal[:, 0] * signal[:, 1] + np.sin(2 * signal[:, 2]) + 0.3 * signal[:, 3] > 0.1
data = xgboost.DMatrix(rows, label=label.astype(np.float32))
model = xgboost.train(
    {
        "objective": "binary:logistic",
        "max_depth": 6,
        "eta": 0.3,
        "min_child_weight": 0.5,
        "base_score": 0.4,
        "tree_method": "hist",
        "nthread": 1,
        "seed": 7,
    },
    data,
    num_boost_round=25,
)
shown = rows[:100]
contributions = model.predict(xgboost.DMatrix(shown), pred_contribs=True)
name = f"{sys.argv[1]}/shap-xgboost-{xgboost.__version__}"
with gzip.GzipFile(f"{name}.json.gz", "wb", mtime=0) as out:
    out.write(bytes(model.save_raw("json")))
with gzip.GzipFile(f"{name}.csv.gz", "wb", mtime=0) as out:
    for row, shares in zip(shown, contributions):
        cells = ["" if np.isnan(value) else repr(float(value)) for value in row]
        cells += [repr(float(share)) for share in shares]
        out.write((",".join(cells) + "\n").encode())

"""A trainer: gradient boosting of scikit-learn for a label that is true or false. What it is asked for, docs/external-trainer.md tells."""
import json
from pathlib import Path

import numpy
import pyarrow
import pyarrow.ipc
import sklearn
from skl2onnx import to_onnx
from skl2onnx.common.data_types import FloatTensorType
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import roc_auc_score


def read(split):
    table = pyarrow.concat_tables(pyarrow.ipc.open_file(file).read_all() for file in split["files"])
    columns = [table[feature["name"]].to_numpy().astype(numpy.float32) for feature in request["features"]]
    return numpy.column_stack(columns), table[request["labels"][0]].to_numpy()


request = json.loads(Path("request.json").read_text())
directory = Path(request["model_directory"])
rows, labels = read(request["train"])
print("@progress learns from", len(rows), "rows", flush=True)
model = HistGradientBoostingClassifier(random_state=request["seed"], **request["hyper_parameters"]).fit(rows, labels)

evaluation_rows, evaluation_labels = read(request["evaluation"])
predictions = model.predict_proba(evaluation_rows)[:, 1]
auc = roc_auc_score(evaluation_labels, predictions)
numpy.save(directory / "predictions.npy", predictions)

graph = to_onnx(
    model,
    initial_types=[("features", FloatTensorType([None, rows.shape[1]]))],
    options={id(model): {"zipmap": False}},
    target_opset={"": request["opset"]["ai.onnx"], "ai.onnx.ml": request["opset"]["ai.onnx.ml"]},
)
(directory / "model.onnx").write_bytes(graph.SerializeToString())
(directory / "model.json").write_text(
    json.dumps(
        {
            "algorithm": "gradient boosting",
            "library": "scikit-learn " + sklearn.__version__,
            "fitted": {"rounds": model.n_iter_, "auc": auc},
        }
    )
)

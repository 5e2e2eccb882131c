"""The backend "onnxruntime" of a Triton that has the one for Python only: <model>/<version>/model.onnx on ONNX Runtime and one thread.

A test holds it up by files in the folder TRIBUTARY_TRITON_GATE, each with the beginning of <model>/<version>: a version that "refuse"
names is not loaded; one that "hold" names leaves a file "reached" and waits until "hold" is gone, two minutes at most.
"""
import json
import os
import time

import numpy as np
import onnxruntime as ort
import triton_python_backend_utils as pb_utils

TEXT = "tensor(string)"


def named(gate, file, version):
    try:
        with open(os.path.join(gate, file), encoding="utf-8") as text:
            return version.startswith(text.read().strip())
    except FileNotFoundError:
        return False


def pass_gate(version):
    gate = os.environ.get("TRIBUTARY_TRITON_GATE")
    if not gate:
        return
    if named(gate, "refuse", version):
        raise RuntimeError(f"{version} is refused by the test")
    deadline = time.monotonic() + 120
    while named(gate, "hold", version) and time.monotonic() < deadline:
        with open(os.path.join(gate, "reached"), "w", encoding="utf-8"):
            pass
        time.sleep(0.02)


class TritonPythonModel:
    @staticmethod
    def auto_complete_config(config):
        return config

    def initialize(self, args):
        config = json.loads(args["model_config"])
        pass_gate(f"{args['model_name']}/{args['model_version']}")
        options = ort.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        file = os.path.join(args["model_repository"], args["model_version"], config["default_model_filename"])
        self.session = ort.InferenceSession(file, options, providers=["CPUExecutionProvider"])
        self.inputs = {column.name: column.type for column in self.session.get_inputs()}
        self.outputs = [column.name for column in self.session.get_outputs()]

    def execute(self, requests):
        return [self.answer(request) for request in requests]

    def answer(self, request):
        try:
            asked = set(request.requested_output_names())
            names = [name for name in self.outputs if name in asked] or self.outputs
            feed = {name: self.given(request, name) for name in self.inputs}
            answers = self.session.run(names, feed)
            return pb_utils.InferenceResponse([tensor(name, values) for name, values in zip(names, answers)])
        except Exception as e:
            return pb_utils.InferenceResponse([], pb_utils.TritonError(f"{type(e).__name__}: {e}"))

    def given(self, request, name):
        values = pb_utils.get_input_tensor_by_name(request, name).as_numpy()
        if self.inputs[name] == TEXT:
            # Triton hands text over as bytes, ONNX Runtime takes it as text only.
            return np.array([value.decode("utf-8") for value in values.ravel()], dtype=object).reshape(values.shape)
        return values


def tensor(name, values):
    values = np.asarray(values)
    if values.dtype.kind in "OU":
        values = np.array([str(value).encode("utf-8") for value in values.ravel()], dtype=object).reshape(values.shape)
    return pb_utils.Tensor(name, np.ascontiguousarray(values))

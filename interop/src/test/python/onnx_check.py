"""Checks ONNX files, shapes of all tensors included; prints the name of each that passes."""

import os
import sys

import onnx

for path in sys.argv[1:]:
    onnx.checker.check_model(onnx.load(path), full_check=True)
    print(os.path.basename(path))

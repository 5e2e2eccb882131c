"""Compares statistics by TFDV: argument DIRECTORY, in which lie N-current.pb, N-previous.pb and N-schema.pb for N = 0, 1, ...

Prints a line per measurement of drift: N, the name of the feature, what was measured, and the value, with tabs between.
"""

import os
import sys

from tensorflow_data_validation.api import validation_api
from tensorflow_metadata.proto.v0 import anomalies_pb2, schema_pb2, statistics_pb2


def load(name, message):
    with open(os.path.join(sys.argv[1], name), "rb") as file:
        message.ParseFromString(file.read())
    return message


number = 0
while os.path.exists(os.path.join(sys.argv[1], f"{number}-schema.pb")):
    found = validation_api.validate_statistics(
        load(f"{number}-current.pb", statistics_pb2.DatasetFeatureStatisticsList()),
        load(f"{number}-schema.pb", schema_pb2.Schema()),
        previous_statistics=load(f"{number}-previous.pb", statistics_pb2.DatasetFeatureStatisticsList()))
    lines = []
    for info in found.drift_skew_info:
        for measured in info.drift_measurements:
            kind = anomalies_pb2.DriftSkewInfo.Measurement.Type.Name(measured.type)
            lines.append(f"{number}\t{'.'.join(info.path.step)}\t{kind}\t{measured.value!r}")
    print("\n".join(sorted(lines)))
    number += 1

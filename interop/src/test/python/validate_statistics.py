"""Validates statistics by TFDV: argument DIRECTORY, in which lie N-statistics.pb and N-schema.pb for N = 0, 1, ...

Prints a line per anomaly: N, the path of the feature or (dataset), the types of its reasons, sorted, and the severity, with tabs between.
A case on which TFDV ends its process is one line: N, CRASH.
"""

import os
import sys

from tensorflow_data_validation.api import validation_api
from tensorflow_metadata.proto.v0 import anomalies_pb2, schema_pb2, statistics_pb2


def load(name, message):
    with open(os.path.join(sys.argv[1], name), "rb") as file:
        message.ParseFromString(file.read())
    return message


def line(number, where, info):
    types = sorted({anomalies_pb2.AnomalyInfo.Type.Name(reason.type) for reason in info.reason})
    severity = anomalies_pb2.AnomalyInfo.Severity.Name(info.severity)
    return "\t".join([str(number), where, ",".join(types), severity])


def validate(number):
    found = validation_api.validate_statistics(
        load(f"{number}-statistics.pb", statistics_pb2.DatasetFeatureStatisticsList()),
        load(f"{number}-schema.pb", schema_pb2.Schema()))
    for where, info in sorted(found.anomaly_info.items()):
        print(line(number, where, info))
    if found.HasField("dataset_anomaly_info"):
        print(line(number, "(dataset)", found.dataset_anomaly_info))


number = 0
while os.path.exists(os.path.join(sys.argv[1], f"{number}-schema.pb")):
    child = os.fork()  # TFDV does not survive what it holds impossible
    if child == 0:
        validate(number)
        sys.stdout.flush()
        os._exit(0)
    if os.waitpid(child, 0)[1] != 0:
        print(f"{number}\tCRASH", flush=True)
    number += 1

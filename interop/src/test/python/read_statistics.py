"""Opens statistics in TFDV. Arguments: the file of ours, the file of TFDV's own on the same data, files of schemas.

Prints for each schema a line per anomaly of either: whose it is, the schema, the feature, the types of its reasons, with tabs between.
Then what TFDV makes of ours: a line per feature of the schema that it infers, per dataset, and the length of the page that it shows, in thousands.
"""

import os
import sys

import tensorflow_data_validation as tfdv
from google.protobuf import text_format
from tensorflow_data_validation.utils import display_util
from tensorflow_metadata.proto.v0 import anomalies_pb2, schema_pb2


def read_schema(path):
    with open(path, encoding="utf-8") as file:
        return text_format.Parse(file.read(), schema_pb2.Schema())


def print_anomalies(whose, statistics, path):
    found = tfdv.validate_statistics(statistics, read_schema(path))
    for feature, info in sorted(found.anomaly_info.items()):
        types = sorted({anomalies_pb2.AnomalyInfo.Type.Name(reason.type) for reason in info.reason})
        print("anomaly", whose, os.path.basename(path), feature, ",".join(types), sep="\t")


ours = tfdv.load_stats_binary(sys.argv[1])
theirs = tfdv.load_stats_binary(sys.argv[2])
for schema in sys.argv[3:]:
    print_anomalies("ours", ours, schema)
    print_anomalies("theirs", theirs, schema)
for feature in tfdv.infer_schema(ours).feature:
    print("feature", feature.name, schema_pb2.FeatureType.Name(feature.type), sep="\t")
for dataset in ours.datasets:
    print("dataset", dataset.name, dataset.num_examples, sep="\t")
print("page", len(display_util.get_statistics_html(ours)) // 1000, sep="\t")

"""How long tf.Transform, run by Beam as TFX runs it, takes to fit and apply the features of TFX's taxi example: the peer of TransformBenchmark. Prints
a line of JSON.

usage: tft_transform.py TRIPS.csv

Measured is the pipeline from the CSV file to the saved transform and the transformed rows, which are counted and not written.
"""
import json, os, resource, sys, tempfile, time

import apache_beam as beam, tensorflow as tf, tensorflow_transform as tft, tensorflow_transform.beam as tft_beam
from apache_beam.options.pipeline_options import PipelineOptions
from google.protobuf import text_format
from tensorflow_metadata.proto.v0 import schema_pb2
from tfx_bsl.public import tfxio

FLOATS = ["trip_miles", "fare", "trip_seconds"]
TEXTS = ["payment_type", "company"]
BUCKETS = ["pickup_latitude", "pickup_longitude", "dropoff_latitude", "dropoff_longitude"]
CATEGORIES = ["trip_start_hour", "trip_start_day", "trip_start_month", "pickup_community_area", "dropoff_community_area"]
REALS = {"trip_miles", "fare", "tips", *BUCKETS}


def filled(x):
    return tf.reshape(tft.sparse_tensor_to_dense_with_shape(x, [None, 1], "" if x.dtype == tf.string else 0), [-1])


def preprocessing_fn(inputs):
    out = {}
    for key in FLOATS:
        out[key + "_xf"] = tft.scale_to_z_score(tf.cast(filled(inputs[key]), tf.float32))
    for key in TEXTS:
        out[key + "_xf"] = tft.compute_and_apply_vocabulary(filled(inputs[key]), top_k=1000, num_oov_buckets=10, vocab_filename="vocab_" + key)
    for key in BUCKETS:
        out[key + "_xf"] = tft.bucketize(filled(inputs[key]), 10)
    for key in CATEGORIES:
        out[key + "_xf"] = filled(inputs[key])
    fare, tips = (tf.cast(filled(inputs[key]), tf.float32) for key in ("fare", "tips"))
    out["tips_xf"] = tf.cast(tips > fare * 0.2, tf.int64)
    return out


def schema(columns):
    kinds = ((name, "BYTES" if name in TEXTS else "FLOAT" if name in REALS else "INT") for name in columns)
    text = "".join(f"feature {{ name: '{name}' type: {kind} value_count {{ min: 0 max: 1 }} presence {{ min_count: 0 }} }}\n" for name, kind in kinds)
    return text_format.Parse(text, schema_pb2.Schema())


csv = sys.argv[1]
with open(csv) as file:
    columns = file.readline().strip().split(",")
with tempfile.TemporaryDirectory() as folder:
    began = time.perf_counter()
    with beam.Pipeline(options=PipelineOptions(["--direct_running_mode=in_memory", "--direct_num_workers=1"])) as p, tft_beam.Context(temp_dir=folder + "/tmp"):
        source = tfxio.BeamRecordCsvTFXIO(physical_format="text", column_names=columns, schema=schema(columns))
        batches = p | beam.io.ReadFromText(csv, skip_header_lines=1, coder=beam.coders.BytesCoder()) | source.BeamSource()
        (data, _), transform = (batches, source.TensorAdapterConfig()) | tft_beam.AnalyzeAndTransformDataset(preprocessing_fn, output_record_batches=True)
        _ = transform | tft_beam.WriteTransformFn(folder + "/transform")
        _ = (data | beam.Map(lambda x: x[0].num_rows) | beam.CombineGlobally(sum) | beam.Map(str)
             | beam.io.WriteToText(folder + "/count", shard_name_template=""))
    seconds = time.perf_counter() - began
    with open(folder + "/count") as file:
        rows = int(file.read())
usage = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps({"rows": rows, "seconds": round(seconds, 3), "rows_per_s": round(rows / seconds), "cpu_seconds": round(sum(os.times()[:2]), 2),
                  "peak_mb": usage.ru_maxrss // 1024, "tft": tft.__version__}))

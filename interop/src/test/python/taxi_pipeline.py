"""The Chicago taxi pipeline of TFX, from CSV to a pushed model, once, on LocalDagRunner.

usage: taxi_pipeline.py HOST:PORT ROOT DATA
HOST:PORT is the metadata service, ROOT a folder for artifacts, DATA a folder with CSV files.
"""
import os
import sys

import tensorflow_model_analysis as tfma
from ml_metadata.proto import metadata_store_pb2
from tfx import v1 as tfx

address, root, data = sys.argv[1:]
host, port = address.rsplit(":", 1)
components, types = tfx.components, tfx.types.standard_artifacts
module = os.path.join(os.path.dirname(os.path.abspath(__file__)), "taxi", "taxi_module.py")

source = components.CsvExampleGen(input_base=data)
examples = source.outputs["examples"]
statistics = components.StatisticsGen(examples=examples)
schema = components.SchemaGen(statistics=statistics.outputs["statistics"], infer_feature_shape=False)
validator = components.ExampleValidator(statistics=statistics.outputs["statistics"], schema=schema.outputs["schema"])
transform = components.Transform(examples=examples, schema=schema.outputs["schema"], module_file=module)
trainer = components.Trainer(module_file=module, examples=transform.outputs["transformed_examples"], schema=schema.outputs["schema"],
                             transform_graph=transform.outputs["transform_graph"], train_args=tfx.proto.TrainArgs(num_steps=200),
                             eval_args=tfx.proto.EvalArgs(num_steps=1))
baseline = tfx.dsl.Resolver(strategy_class=tfx.dsl.experimental.LatestBlessedModelStrategy, model=tfx.dsl.Channel(type=types.Model),
                            model_blessing=tfx.dsl.Channel(type=types.ModelBlessing)).with_id("baseline")
at_least = tfma.MetricThreshold(value_threshold=tfma.GenericValueThreshold(lower_bound={"value": 0.5}))
evaluation = tfma.EvalConfig(
    model_specs=[tfma.ModelSpec(signature_name="serving_default", label_key="generous", preprocessing_function_names=["transform"])],
    slicing_specs=[tfma.SlicingSpec()],
    metrics_specs=[tfma.MetricsSpec(metrics=[tfma.MetricConfig(class_name="ExampleCount"), tfma.MetricConfig(class_name="AUC", threshold=at_least)])])
evaluator = components.Evaluator(examples=examples, model=trainer.outputs["model"], baseline_model=baseline.outputs["model"], eval_config=evaluation)
destination = tfx.proto.PushDestination(filesystem=tfx.proto.PushDestination.Filesystem(base_directory=os.path.join(root, "pushed")))
pusher = components.Pusher(model=trainer.outputs["model"], model_blessing=evaluator.outputs["blessing"], push_destination=destination)
tfx.orchestration.LocalDagRunner().run(tfx.dsl.Pipeline(
    pipeline_name="taxi", pipeline_root=os.path.join(root, "artifacts"), enable_cache=True,
    components=[source, statistics, schema, validator, transform, trainer, baseline, evaluator, pusher],
    metadata_connection_config=metadata_store_pb2.MetadataStoreClientConfig(host=host, port=int(port))))
print("the pipeline ended")

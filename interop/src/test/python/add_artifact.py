"""Adds one artifact and says how many there are now.

usage: add_artifact.py sqlite:FILE|HOST:PORT NUMBER
"""
import sys

from ml_metadata.proto import metadata_store_pb2 as pb

from mlmd import connect

store, number = connect(sys.argv[1]), sys.argv[2]
kind = store.put_artifact_type(pb.ArtifactType(name="Turn", properties={"number": pb.INT}))
store.put_artifacts([pb.Artifact(type_id=kind, name=number, properties={"number": pb.Value(int_value=int(number))})])
print(f"{number}: {len(store.get_artifacts_by_type('Turn'))} artifacts")

"""What calls of the client cost, one at a time: metadata_speed.py N ADDRESS...; every address is an empty store, and takes each batch of calls in turn."""
import sys
import time

from ml_metadata.proto import metadata_store_pb2 as pb

from mlmd import connect

BATCHES = 10


class Caller:
    """Calls one store, and adds up the time each operation takes."""

    def __init__(self, address):
        self.address = address
        self.store = connect(address)
        self.seconds = {}
        examples = pb.ArtifactType(name="Examples", properties={"span": pb.INT, "split_names": pb.STRING})
        self.artifact_type = self.store.put_artifact_type(examples)
        self.execution_type = self.store.put_execution_type(pb.ExecutionType(name="Gen", properties={"x": pb.STRING}))
        self.context_type = self.store.put_context_type(pb.ContextType(name="pipeline"))
        self.context = self.store.put_contexts([pb.Context(type_id=self.context_type, name="c")])[0]
        self.artifacts, self.executions = [], []

    def time(self, name, calls, operation):
        began = time.perf_counter()
        for call in calls:
            operation(call)
        self.seconds[name] = self.seconds.get(name, 0) + time.perf_counter() - began

    def artifact(self, name):
        artifact = pb.Artifact(type_id=self.artifact_type, uri=f"/srv/{name}", name=name)
        artifact.properties["span"].int_value = 1
        artifact.properties["split_names"].string_value = '["train","eval"]'
        artifact.custom_properties["v"].string_value = "x"
        return artifact

    def execution(self, name):
        execution = pb.Execution(type_id=self.execution_type, name=name)
        execution.properties["x"].string_value = "y"
        return execution

    def put_event(self, call):
        event = pb.Event(artifact_id=self.artifacts[call], execution_id=self.executions[call], type=pb.Event.OUTPUT)
        event.path.steps.add().key = "examples"
        event.path.steps.add().index = 0
        self.store.put_events([event])

    def put_whole_execution(self, call):
        self.store.put_execution(
            self.execution(f"whole{call}"),
            [(self.artifact(f"whole{call}"), pb.Event(type=pb.Event.OUTPUT))],
            [pb.Context(type_id=self.context_type, name="c", id=self.context)],
        )

    def batch(self, calls):
        store = self.store
        self.time("put_artifacts", calls, lambda i: self.artifacts.extend(store.put_artifacts([self.artifact(f"a{i}")])))
        self.time("put_executions", calls, lambda i: self.executions.extend(store.put_executions([self.execution(f"e{i}")])))
        self.time("put_events", calls, self.put_event)
        self.time("put_execution", calls, self.put_whole_execution)
        self.time("get_artifacts_by_id", calls, lambda i: store.get_artifacts_by_id([self.artifacts[i]]))
        self.time("get_artifacts_by_uri", calls, lambda i: store.get_artifacts_by_uri(f"/srv/a{i}"))
        self.time("get_artifact_by_type_and_name", calls, lambda i: store.get_artifact_by_type_and_name("Examples", f"a{i}"))
        self.time("get_events_by_artifact_ids", calls, lambda i: store.get_events_by_artifact_ids([self.artifacts[i]]))


count = int(sys.argv[1])
callers = [Caller(address) for address in sys.argv[2:]]
for batch in range(BATCHES):
    for caller in callers:
        caller.batch(range(batch * count // BATCHES, (batch + 1) * count // BATCHES))
for position, caller in enumerate(callers):
    print(f"store {position + 1}: {'in this process' if caller.address.startswith('sqlite:') else 'over gRPC'}")
print(f"{'milliseconds per call':32}" + "".join(f"{f'store {position + 1}':>10}" for position in range(len(callers))))
for name in callers[0].seconds:
    print(f"{name:32}" + "".join(f"{caller.seconds[name] / count * 1000:10.3f}" for caller in callers))

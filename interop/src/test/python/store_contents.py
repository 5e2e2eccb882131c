"""Prints all that a metadata store holds, as one line of JSON for each kind of thing.

usage: store_contents.py sqlite:FILE|HOST:PORT
Nothing is masked: the same database, opened by two programs, must show the same.
"""
import json
import sys

from google.protobuf.json_format import MessageToDict

from mlmd import connect

store = connect(sys.argv[1])


def show(kind, messages):
    print(json.dumps({kind: [MessageToDict(m, preserving_proto_field_name=True) for m in messages]}, ensure_ascii=False, sort_keys=True))


def show_ids(kind, nodes, ask):
    print(json.dumps({kind: {node.id: sorted(other.id for other in ask(node.id)) for node in nodes}}))


artifacts, executions, contexts = store.get_artifacts(), store.get_executions(), store.get_contexts()
show("artifact types", store.get_artifact_types())
show("execution types", store.get_execution_types())
show("context types", store.get_context_types())
show("artifacts", artifacts)
show("executions", executions)
show("contexts", contexts)
show("events", store.get_events_by_execution_ids([e.id for e in executions]) if executions else [])
show_ids("artifacts of contexts", contexts, store.get_artifacts_by_context)
show_ids("executions of contexts", contexts, store.get_executions_by_context)
show_ids("parents of contexts", contexts, store.get_parent_contexts_by_context)
show_ids("children of contexts", contexts, store.get_children_contexts_by_context)

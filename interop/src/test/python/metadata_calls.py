"""Takes a metadata store through all that its clients do, mistakes included.

usage: metadata_calls.py sqlite:FILE|HOST:PORT [--mask-ids]     the store must be empty
One JSON line per call: number, name and remark, and what came of it: the answer, or the class and the code of the error with its message.
What the library has no method for goes through the same channel as its methods do.
"""
import json
import sys
import time

from ml_metadata import errors
from ml_metadata.metadata_store import ListOptions, OrderByField
from ml_metadata.proto import metadata_store_pb2 as pb
from ml_metadata.proto import metadata_store_service_pb2 as rpc

from mlmd import Printable, connect

store = connect(sys.argv[1])
printable = Printable("--mask-ids" in sys.argv)
KINDS = {"put_artifacts": "artifact", "put_executions": "execution", "put_contexts": "context", "put_artifact_type": "type",
         "put_execution_type": "type", "put_context_type": "type"}
count = 0


def next_millisecond():
    """Times are kept in milliseconds: two calls within one would be listed by their ids, and which calls those are is chance."""
    begun = time.time_ns() // 1_000_000
    while time.time_ns() // 1_000_000 == begun:
        pass


def report(name, remark, function):
    global count
    count += 1
    next_millisecond()
    line, answer = {"n": count, "call": name, "remark": remark}, None
    try:
        answer = function()
        if name == "put_execution":
            line["answer"] = [printable.of(answer[0], "execution"), printable.of(answer[1], "artifact"), printable.of(answer[2], "context")]
        elif name == "put_lineage_subgraph":
            line["answer"] = [printable.of(part, kind) for part, kind in zip(answer, ("execution", "artifact", "context"))]
        else:
            line["answer"] = printable.of(answer, KINDS.get(name))
    except errors.StatusError as e:
        line.update(error=type(e).__name__, code=e.error_code, message=e.message)
    except (TypeError, ValueError) as e:  # what the client refuses by itself
        line.update(error=type(e).__name__)
    print(json.dumps(line, ensure_ascii=False), flush=True)
    return answer


def ask(name, *arguments, remark="", **options):
    """A method of the client."""
    return report(name, remark, lambda: getattr(store, name)(*arguments, **options))


def send(name, remark="", **fields):
    """A request of the service, as it is."""
    request, response = getattr(rpc, name + "Request")(**fields), getattr(rpc, name + "Response")()

    def call():
        store._call(name, request, response)
        return response

    return report(name, remark, call)


# ---- types
def with_properties(kind, name, **properties):
    made = kind(name=name)
    for key, value in properties.items():
        made.properties[key] = value
    return made


ask("get_artifact_types", remark="of an empty store")
ask("get_artifacts", remark="of an empty store")
ask("get_artifact_type", "Table")
table = with_properties(pb.ArtifactType, "Table", rows=pb.INT, share=pb.DOUBLE, owner=pb.STRING, final=pb.BOOLEAN, shape=pb.STRUCT, note=pb.PROTO)
table_type = ask("put_artifact_type", table)
ask("put_artifact_type", table, remark="twice")
narrower = with_properties(pb.ArtifactType, "Table", rows=pb.INT)
ask("put_artifact_type", narrower, remark="without most properties")
ask("put_artifact_type", narrower, can_omit_fields=True, remark="without most properties, allowed")
wider = pb.ArtifactType()
wider.CopyFrom(table)
wider.properties["width"] = pb.INT
ask("put_artifact_type", wider, remark="one property more")
ask("put_artifact_type", wider, can_add_fields=True, remark="one property more, allowed")
ask("put_artifact_type", with_properties(pb.ArtifactType, "Table", rows=pb.DOUBLE), can_add_fields=True, can_omit_fields=True, remark="another type of property")
ask("put_artifact_type", with_properties(pb.ArtifactType, "Table", rows=pb.UNKNOWN), can_add_fields=True, can_omit_fields=True, remark="unknown type of property")
ask("put_artifact_type", pb.ArtifactType(), remark="without a name")
ask("put_artifact_type", pb.ArtifactType(name="Table", version="2", description="the second", external_id="table-2"), remark="a version")
ask("put_artifact_type", pb.ArtifactType(name="Other", external_id="table-2"), remark="external id that is taken")
for base in ("DATASET", "MODEL", "STATISTICS", "METRICS"):
    ask("put_artifact_type", pb.ArtifactType(name="Of" + base, base_type=getattr(pb.ArtifactType, base)), remark="based on " + base)
ask("put_artifact_type", pb.ArtifactType(name="OfDATASET", base_type=pb.ArtifactType.MODEL), remark="another base")
ask("put_artifact_type", pb.ArtifactType(name="OfDATASET"), can_omit_fields=True, remark="base left out")
job = with_properties(pb.ExecutionType, "Job", step=pb.STRING, tries=pb.INT)
job_type = ask("put_execution_type", job)
ask("put_execution_type", job, remark="twice")
ask("put_execution_type", pb.ExecutionType(name="Trainer", base_type=pb.ExecutionType.TRAIN), remark="based on TRAIN")
ask("put_execution_type", pb.ExecutionType(), remark="without a name")
flow = with_properties(pb.ContextType, "Flow", day=pb.INT)
flow_type = ask("put_context_type", flow)
ask("put_context_type", pb.ContextType(), remark="without a name")
ask("put_context_type", with_properties(pb.ContextType, "Flow", day=pb.STRING), remark="another type of property")
send("PutTypes", artifact_types=[pb.ArtifactType(name="A"), table], execution_types=[pb.ExecutionType(name="E")], context_types=[pb.ContextType(name="C")],
     can_add_fields=True, can_omit_fields=True)
send("PutTypes", remark="one of them wrong", artifact_types=[pb.ArtifactType(name="A2"), pb.ArtifactType()])
send("PutTypes", remark="none")
ask("get_artifact_type", "A2", remark="of the refused request")
for name in ("Table", "", "Flow", "no such", "Robert'); DROP TABLE Type;--", "ÄÖ 数据 🚕"):
    ask("get_artifact_type", name, remark=name)
ask("get_artifact_type", "Table", "2")
ask("get_artifact_type", "Table", "3")
ask("get_execution_type", "Job")
ask("get_context_type", "Flow")
for name in ("get_artifact_types", "get_execution_types", "get_context_types"):
    ask(name)
ask("get_artifact_types_by_id", [table_type])
ask("get_artifact_types_by_id", [])
ask("get_artifact_types_by_id", [job_type], remark="id of another kind of type")
ask("get_artifact_types_by_id", [-1, 0, 2**63 - 1], remark="ids out of range")
ask("get_execution_types_by_id", [job_type, job_type], remark="an id twice")
ask("get_context_types_by_id", [flow_type])
ask("get_artifact_types_by_external_ids", ["table-2", "none"])
ask("get_artifact_types_by_external_ids", [""])
ask("get_execution_types_by_external_ids", ["none"])
ask("get_context_types_by_external_ids", ["none"])


# ---- artifacts
def new_table(number, **fields):
    made = pb.Artifact(type_id=table_type, name=f"table {number}", uri=f"/tables/{number % 4}", **fields)
    made.properties["rows"].int_value = number * 1000
    made.properties["share"].double_value = number / 8
    made.properties["owner"].string_value = ("Ann", "Bo's \"", "žluť", "数据\n\t")[number % 4]
    made.properties["final"].bool_value = number % 3 == 0
    made.properties["shape"].struct_value.update({"axes": [number, None, {"unit": "m"}], "ok": True})
    made.custom_properties["run"].int_value = number
    made.state = (pb.Artifact.LIVE, pb.Artifact.PENDING, pb.Artifact.MARKED_FOR_DELETION, pb.Artifact.DELETED, pb.Artifact.ABANDONED)[number % 5]
    return made


tables = ask("put_artifacts", [new_table(n, external_id=f"ext {n}") for n in range(12)])
ask("put_artifacts", [], remark="none")
ask("put_artifacts", [new_table(3)], remark="name that is taken")
ask("put_artifacts", [new_table(100), new_table(3)], remark="the second has a name that is taken")
ask("get_artifact_by_type_and_name", "Table", "table 100", remark="of the refused request")
ask("put_artifacts", [new_table(101, external_id="ext 4")], remark="external id that is taken")
ask("put_artifacts", [pb.Artifact(name="no type")], remark="without a type")
ask("put_artifacts", [pb.Artifact(type_id=987654, name="x")], remark="type that does not exist")
ask("put_artifacts", [pb.Artifact(type_id=job_type, name="x")], remark="type of executions")
ask("put_artifacts", [pb.Artifact(type="Table", name="by type's name")], remark="type by its name")
ask("put_artifacts", [pb.Artifact(id=987654, type_id=table_type)], remark="update of what does not exist")
ask("put_artifacts", [pb.Artifact(id=tables[0], type_id=job_type)], remark="another type")
spoilt = pb.Artifact(type_id=table_type, name="spoilt")
spoilt.properties["rows"].string_value = "many"
ask("put_artifacts", [spoilt], remark="text for a number")
spoilt = pb.Artifact(type_id=table_type, name="spoilt")
spoilt.properties["no such"].int_value = 1
ask("put_artifacts", [spoilt], remark="property that the type lacks")
spoilt = pb.Artifact(type_id=table_type, name="spoilt")
spoilt.properties["rows"].SetInParent()
ask("put_artifacts", [spoilt], remark="value that is none")
odd = pb.Artifact(type_id=table_type, name="it's; DROP TABLE Artifact; -- % _ \\ 🚕", uri="file:///a b/'\"?x=%20#é")
odd.custom_properties["key with ' and 🚕"].string_value = "\"; DELETE FROM Artifact; --"
odd.custom_properties["most"].int_value = 2**63 - 1
odd.custom_properties["least"].int_value = -2**63
odd.custom_properties["tenth"].double_value = 0.1
odd.custom_properties["great"].double_value = 1.5e300
odd.custom_properties["empty"].string_value = ""
odd.custom_properties["long"].string_value = "long " * 2000
odd_id = ask("put_artifacts", [odd], remark="odd characters and limits")
ask("get_artifacts_by_id", odd_id)
changed = ask("get_artifacts_by_id", [tables[1]])[0]
changed.uri = "/moved"
del changed.properties["owner"]
changed.properties["rows"].int_value = 7
changed.custom_properties["why"].string_value = "moved"
ask("put_artifacts", [changed], remark="change")
ask("get_artifacts_by_id", [tables[1]])
changed.last_update_time_since_epoch = 1
ask("put_artifacts", [changed], remark="change of an older state")
without = pb.Artifact(id=tables[2], type_id=table_type)
ask("put_artifacts", [without], remark="change that leaves everything out")
ask("get_artifacts_by_id", [tables[2]])
masked = rpc.PutArtifactsRequest(artifacts=[pb.Artifact(id=tables[4], type_id=table_type, uri="/masked", state=pb.Artifact.DELETED)])
for paths in (["uri"], ["state"], ["custom_properties"], ["properties.rows"], ["no_such_field"], ["name", "external_id"]):
    masked.update_mask.Clear()
    masked.update_mask.paths.extend(paths)
    send("PutArtifacts", remark=f"mask {paths}", artifacts=masked.artifacts, update_mask=masked.update_mask)
    ask("get_artifacts_by_id", [tables[4]])

# ---- executions and contexts
executions = ask("put_executions", [pb.Execution(type_id=job_type, name=f"job {n}", last_known_state=n % 7, external_id=f"job-{n}") for n in range(9)])
ask("put_executions", [pb.Execution(type_id=job_type, name="job 1")], remark="name that is taken")
ask("put_executions", [pb.Execution(type_id=job_type), pb.Execution(type_id=job_type)], remark="without names")
ask("put_executions", [pb.Execution(type_id=table_type)], remark="type of artifacts")
ask("put_executions", [pb.Execution()], remark="without a type")
send("PutExecutions", remark="masked", executions=[pb.Execution(id=executions[0], type_id=job_type, last_known_state=pb.Execution.CANCELED, name="other")],
     update_mask={"paths": ["last_known_state"]})
ask("get_executions_by_id", [executions[0]])
contexts = ask("put_contexts", [pb.Context(type_id=flow_type, name=f"flow {n}", external_id=f"flow-{n}") for n in range(6)])
ask("put_contexts", [pb.Context(type_id=flow_type)], remark="without a name")
ask("put_contexts", [pb.Context(type_id=flow_type, name="")], remark="with an empty name")
ask("put_contexts", [pb.Context(type_id=flow_type, name="flow 0")], remark="name that is taken")
ask("put_contexts", [pb.Context(name="flow x")], remark="without a type")
send("PutContexts", remark="masked", contexts=[pb.Context(id=contexts[5], type_id=flow_type, name="renamed")], update_mask={"paths": ["name"]})
ask("get_contexts_by_id", contexts)


# ---- events, and what belongs where
def event(kind, artifact=None, execution=None, *path, **fields):
    made = pb.Event(type=kind, **fields)
    if artifact is not None:
        made.artifact_id = artifact
    if execution is not None:
        made.execution_id = execution
    for step in path:
        if isinstance(step, int):
            made.path.steps.add(index=step)
        else:
            made.path.steps.add(key=step)
    return made


KIND = pb.Event
ask("put_events", [event(KIND.OUTPUT, tables[0], executions[0], "tables", 0), event(KIND.INPUT, tables[0], executions[1], "in", 0),
                   event(KIND.OUTPUT, tables[1], executions[1], "out", 0), event(KIND.DECLARED_INPUT, tables[1], executions[2]),
                   event(KIND.DECLARED_OUTPUT, tables[2], executions[2]), event(KIND.INTERNAL_INPUT, tables[2], executions[3]),
                   event(KIND.INTERNAL_OUTPUT, tables[3], executions[3]), event(KIND.PENDING_OUTPUT, tables[5], executions[3], "soon")])
ask("put_events", [event(KIND.OUTPUT, tables[0], executions[0], "tables", 0)], remark="twice")
ask("put_events", [event(KIND.OUTPUT, tables[6], executions[4], milliseconds_since_epoch=1234)], remark="with its time")
ask("put_events", [event(KIND.OUTPUT, 987654, executions[0])], remark="artifact that does not exist")
ask("put_events", [event(KIND.OUTPUT, tables[0], 987654)], remark="execution that does not exist")
ask("put_events", [event(KIND.OUTPUT, tables[0])], remark="without an execution")
ask("put_events", [event(KIND.OUTPUT, None, executions[0])], remark="without an artifact")
ask("put_events", [event(KIND.UNKNOWN, tables[0], executions[0])], remark="of no kind")
ask("put_events", [event(KIND.OUTPUT, tables[7], executions[5]), event(KIND.OUTPUT, tables[7], 987654)], remark="the second is wrong")
ask("put_events", [], remark="none")
ask("get_events_by_artifact_ids", tables[:8])
ask("get_events_by_execution_ids", executions)
ask("get_events_by_execution_ids", [987654])
ask("get_events_by_artifact_ids", [])
ask("put_attributions_and_associations", [pb.Attribution(artifact_id=t, context_id=contexts[0]) for t in tables[:3]],
    [pb.Association(execution_id=e, context_id=contexts[0]) for e in executions[:3]])
ask("put_attributions_and_associations", [pb.Attribution(artifact_id=tables[0], context_id=contexts[0])], [], remark="twice")
ask("put_attributions_and_associations", [pb.Attribution(artifact_id=987654, context_id=contexts[0])], [], remark="artifact that does not exist")
ask("put_attributions_and_associations", [], [pb.Association(execution_id=executions[0], context_id=987654)], remark="context that does not exist")
ask("put_attributions_and_associations", [], [pb.Association(execution_id=executions[0])], remark="without a context")
ask("put_parent_contexts", [pb.ParentContext(child_id=contexts[1], parent_id=contexts[0]), pb.ParentContext(child_id=contexts[2], parent_id=contexts[1])])
ask("put_parent_contexts", [pb.ParentContext(child_id=contexts[1], parent_id=contexts[0])], remark="twice")
ask("put_parent_contexts", [pb.ParentContext(child_id=contexts[3], parent_id=987654)], remark="parent that does not exist")
ask("put_parent_contexts", [pb.ParentContext(child_id=contexts[3])], remark="without a parent")
ask("put_parent_contexts", [pb.ParentContext(child_id=contexts[0], parent_id=contexts[2])], remark="in a circle")
for context in contexts[:3]:
    ask("get_parent_contexts_by_context", context)
    ask("get_children_contexts_by_context", context)
ask("get_parent_contexts_by_context", 987654)

# ---- look-ups
for kind in ("artifacts", "executions", "contexts"):
    ask("get_" + kind)
    ids = {"artifacts": tables, "executions": executions, "contexts": contexts}[kind]
    ask(f"get_{kind}_by_id", [ids[2], ids[0], 987654], remark="one does not exist")
    ask(f"get_{kind}_by_id", [], remark="none")
    ask(f"get_{kind}_by_id", [-5], remark="negative")
    prefix = {"artifacts": "ext ", "executions": "job-", "contexts": "flow-"}[kind]
    ask(f"get_{kind}_by_external_ids", [prefix + "3", prefix + "1", "none"])
    ask(f"get_{kind}_by_external_ids", [""], remark="empty")
for kind, own in (("artifact", "Table"), ("execution", "Job"), ("context", "Flow")):
    for name in (own, "no such"):
        ask(f"get_{kind}s_by_type", name)
        ask(f"get_{kind}_by_type_and_name", name, {"artifact": "table 3", "execution": "job 3", "context": "flow 3"}[kind])
    ask(f"get_{kind}_by_type_and_name", own, "no such")
    ask(f"get_{kind}_by_type_and_name", own, "")
ask("get_artifacts_by_type", "Table", "2", remark="version")
ask("get_artifacts_by_id", [tables[3]], True, remark="with types")
ask("get_artifacts_by_uri", "/tables/3")
ask("get_artifacts_by_uri", "/none")
ask("get_contexts_by_artifact", tables[0])
ask("get_contexts_by_artifact", 987654)
ask("get_contexts_by_execution", executions[0])
ask("get_artifacts_by_context", contexts[0])
ask("get_artifacts_by_context", 987654)
ask("get_executions_by_context", contexts[0])

# ---- lists: order, limits, pages
for options in ({"limit": 1}, {"limit": 200}, {"limit": 5, "order_by": OrderByField.CREATE_TIME, "is_asc": False},
                {"order_by": OrderByField.UPDATE_TIME}, {"limit": 3, "order_by": OrderByField.ID, "is_asc": False}, {"limit": -1}):
    for kind in ("artifacts", "executions", "contexts"):
        ask("get_" + kind, list_options=ListOptions(**options), remark=str(options))
send("GetArtifacts", remark="page of 0", options={"max_result_size": 0})
send("GetArtifacts", remark="page of -3", options={"max_result_size": -3})
send("GetExecutions", remark="page of 100000", options={"max_result_size": 100000})
for kind in ("Artifacts", "Contexts"):
    token, pages = "", 0
    while pages < 5:
        page = send("Get" + kind, remark=f"page {pages}", options={"max_result_size": 3, "next_page_token": token,
                                                                   "order_by_field": {"field": "ID", "is_asc": True}})
        pages, token = pages + 1, page.next_page_token if page is not None else ""
        if not token:
            break
send("GetArtifacts", remark="token of no page", options={"max_result_size": 3, "next_page_token": "no token"})
send("GetArtifactsByContext", remark="first page", context_id=contexts[0], options={"max_result_size": 2})

# ---- filters
by_id = f"id >= {tables[2]} AND id < {tables[5]}"
for text in (by_id, "name = 'table 3'", "name != 'table 3'", "name LIKE 'table 1%'", "name IS NULL", "name IS NOT NULL", "uri = '/tables/1'", "type = 'Table'",
             "type != 'Table'", "state = LIVE", "state IN (LIVE, DELETED)", "external_id = 'ext 5'", "create_time_since_epoch > 0",
             "last_update_time_since_epoch < 5", "properties.rows.int_value > 5000", "properties.share.double_value <= 0.5",
             "properties.owner.string_value = 'žluť'", "properties.final.bool_value = TRUE", "custom_properties.run.int_value IN (1, 2, 3)",
             "custom_properties.`key with ' and 🚕`.string_value IS NOT NULL", "NOT (properties.rows.int_value > 3000)",
             "(uri = '/tables/1' OR uri = '/tables/2') AND state != DELETED", "contexts_a.name = 'flow 0'", "contexts_a.type = 'Flow' AND contexts_a.id > 0",
             "contexts_a.name = 'flow 0' AND contexts_b.name = 'flow 1'", "events_0.type = OUTPUT", f"events_0.execution_id = {executions[1]} AND events_0.type = INPUT",
             "events_0.milliseconds_since_epoch > 0", "name = ''", "name = \"table 3\"", "name = 'a' OR 'a' = 'a'", "1 = 1", "'", "name = 'table 3' --",
             "name = 'x'; DROP TABLE Artifact", "name", "= 3", "nothing = 1", "properties.rows = 1", "properties.rows.string_value = 'x'", "uri = ", "id = 'x'",
             "name = 3", "executions_0.name = 'x'", "(((((id = 1)))))", "((id = 1)", "", " ", "id + 1 > 3", "LENGTH(name) > 7", "state = NO_SUCH"):
    ask("get_artifacts", list_options=ListOptions(filter_query=text), remark=text)
for text in ("last_known_state = COMPLETE", "type = 'Job' AND contexts_0.name = 'flow 0'", f"events_0.artifact_id = {tables[1]}", "name LIKE '%job%'",
             "parent_contexts_0.name = 'x'", "properties.step.string_value = 'x'"):
    ask("get_executions", list_options=ListOptions(filter_query=text), remark=text)
for text in ("type = 'Flow'", "name = 'flow 3'", "parent_contexts_0.name = 'flow 0'", "child_contexts_0.name = 'flow 2'", "artifacts_0.name = 'table 1'",
             "executions_0.name = 'job 1'", "events_0.type = INPUT"):
    ask("get_contexts", list_options=ListOptions(filter_query=text), remark=text)

# ---- an execution with all around it
ask("put_execution", pb.Execution(type_id=job_type, name="whole"), [(new_table(200), event(KIND.OUTPUT, None, None, "o", 0)),
    (pb.Artifact(id=tables[5], type_id=table_type), event(KIND.INPUT, None, None, "i", 0))], [pb.Context(type_id=flow_type, name="of whole")])
ask("put_execution", pb.Execution(type_id=job_type, name="whole"), [], [], remark="name that is taken")
ask("put_execution", pb.Execution(type_id=job_type, name="second"), [(new_table(200), event(KIND.OUTPUT))], [], remark="artifact's name is taken")
ask("get_execution_by_type_and_name", "Job", "second", remark="of the refused request")
ask("put_execution", pb.Execution(type_id=job_type, name="third"), [], [pb.Context(type_id=flow_type, name="of whole")], remark="context's name is taken")
ask("put_execution", pb.Execution(type_id=job_type, name="fourth"), [], [pb.Context(type_id=flow_type, name="of whole")], True, remark="context reused")
ask("put_execution", pb.Execution(type_id=job_type, name="fifth"), [(new_table(201, external_id="ext 6"), event(KIND.OUTPUT))], [], True, True,
    remark="artifact reused by its external id")
ask("put_execution", pb.Execution(type_id=job_type, name="sixth"), [(new_table(202), None)], [], remark="artifact without an event")
ask("put_execution", pb.Execution(id=executions[8], type_id=job_type, name="job 8", last_known_state=pb.Execution.COMPLETE), [], [], remark="change of state")
ask("put_execution", pb.Execution(type_id=job_type, name="seventh"), [(new_table(203), event(KIND.OUTPUT, tables[0], executions[0]))], [], remark="event that names others")
send("PutExecution", remark="nothing in it")
send("PutLineageSubgraph", remark="nothing in it")
ask("put_lineage_subgraph", [pb.Execution(type_id=job_type, name="lineage 1"), pb.Execution(type_id=job_type, name="lineage 2")], [new_table(300), new_table(301)],
    [pb.Context(type_id=flow_type, name="of lineage")], [(0, 0, event(KIND.OUTPUT, None, None, "x")), (1, 0, event(KIND.INPUT)), (1, 1, event(KIND.OUTPUT))])
ask("put_lineage_subgraph", [pb.Execution(type_id=job_type, name="lineage 3")], [new_table(302)], [], [(5, 0, event(KIND.OUTPUT))], remark="index that does not exist")
ask("put_lineage_subgraph", [pb.Execution(type_id=job_type, name="lineage 4")], [new_table(303)], [pb.Context(type_id=flow_type, name="of lineage")],
    [(0, 0, event(KIND.OUTPUT))], remark="context's name is taken")
ask("put_lineage_subgraph", [pb.Execution(type_id=job_type, name="lineage 4")], [new_table(303)], [pb.Context(type_id=flow_type, name="of lineage")],
    [(0, 0, event(KIND.OUTPUT))], reuse_context_if_already_exist=True, remark="context reused")

# ---- lineage
EVERYTHING = ["artifacts", "executions", "contexts", "artifact_types", "execution_types", "context_types", "events", "attributions", "associations", "parent_contexts"]


def from_artifacts(query, **options):
    made = pb.LineageSubgraphQueryOptions(**options)
    made.starting_artifacts.filter_query = query
    return made


for direction in ("UPSTREAM", "DOWNSTREAM", "BIDIRECTIONAL"):
    for hops in (0, 1, 3, 100):
        ask("get_lineage_subgraph", from_artifacts(f"id = {tables[1]}", max_num_hops=hops, direction=getattr(pb.LineageSubgraphQueryOptions, direction)),
            remark=f"{direction}, {hops} hops")
ask("get_lineage_subgraph", from_artifacts(f"id = {tables[1]}", max_num_hops=2), EVERYTHING, remark="everything")
ask("get_lineage_subgraph", from_artifacts(f"id = {tables[1]}", max_num_hops=-1), remark="hops below zero")
ask("get_lineage_subgraph", from_artifacts(f"id = {tables[1]}"), remark="no number of hops")
ask("get_lineage_subgraph", from_artifacts("id = 987654", max_num_hops=3), remark="from nothing")
ask("get_lineage_subgraph", from_artifacts("no filter", max_num_hops=3), remark="filter that is none")
ask("get_lineage_subgraph", pb.LineageSubgraphQueryOptions(max_num_hops=3), remark="no start")
ask("get_lineage_subgraph", from_artifacts("uri = '/tables/1'", max_num_hops=2), ["events"], remark="only events")
ask("get_lineage_subgraph", from_artifacts("uri = '/tables/1'", max_num_hops=2), ["no_such_field"], remark="field that does not exist")
start = pb.LineageSubgraphQueryOptions(max_num_hops=4)
start.starting_executions.filter_query = f"id = {executions[1]}"
ask("get_lineage_subgraph", start, EVERYTHING, remark="from an execution")
print(json.dumps({"calls": count}))

"""What the scripts about ML Metadata share: how to reach a store, and how its answers are printed so that two stores can be compared."""
import os

from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.json_format import MessageToDict
from google.protobuf.message import Message
from ml_metadata.metadata_store import metadata_store
from ml_metadata.proto import metadata_store_pb2 as pb

TIMES = {"create_time_since_epoch", "last_update_time_since_epoch", "milliseconds_since_epoch"}
NODES = {"Artifact": "artifact", "Execution": "execution", "Context": "context"}
NUMBERED = {"artifact_id": "artifact", "artifact_ids": "artifact", "execution_id": "execution", "execution_ids": "execution", "context_id": "context",
            "context_ids": "context", "parent_id": "context", "child_id": "context", "type_id": "type", "type_ids": "type", "artifact_type_ids": "type",
            "execution_type_ids": "type", "context_type_ids": "type"}


def connect(address):
    """sqlite:FILE is opened by the C++ library in this process; HOST:PORT is asked over gRPC. Either way it is the client of the library."""
    if address.startswith("sqlite:"):
        config = pb.ConnectionConfig()
        config.sqlite.filename_uri = os.path.abspath(address[len("sqlite:"):])
        config.sqlite.connection_mode = pb.SqliteMetadataSourceConfig.READWRITE_OPENCREATE
        return metadata_store.MetadataStore(config)
    host, port = address.rsplit(":", 1)
    return metadata_store.MetadataStore(pb.MetadataStoreClientConfig(host=host, port=int(port)))


class Printable:
    """Turns answers into plain lists and dictionaries. Times become "*", page tokens "present"; ids become "artifact 1", "artifact 2" ... in
    the order in which they appear, if that is asked for: a store on PostgreSQL may leave out numbers. Attributions and associations are put in order,
    because the C++ library gives those of one lineage in another order from one process to the next."""

    def __init__(self, mask_ids):
        self.mask_ids = mask_ids
        self.seen = {}

    def number(self, kind, value):
        if not self.mask_ids:
            return value
        known = self.seen.setdefault(kind, {})
        return f"{kind} {known.setdefault(value, len(known) + 1)}"

    def of(self, value, kind=None):
        if isinstance(value, Message):
            return self.message(value)
        if isinstance(value, int) and not isinstance(value, bool) and kind:
            return self.number(kind, value)
        if isinstance(value, (str, bool, int, float)) or value is None:
            return value
        return [self.of(element, kind) for element in value]

    def message(self, message):
        name = message.DESCRIPTOR.name
        if message.DESCRIPTOR.full_name.startswith("google.protobuf."):
            return MessageToDict(message)
        plain = {}
        for field, value in message.ListFields():
            if field.name in TIMES:
                plain[field.name] = "*"
            elif field.name == "next_page_token":
                plain[field.name] = "present"
            elif field.message_type is not None and field.message_type.GetOptions().map_entry:
                plain[field.name] = {key: self.of(value[key]) for key in sorted(value)}
            else:
                kind = NUMBERED.get(field.name) or (NODES.get(name, "type" if name.endswith("Type") else None) if field.name == "id" else None)
                if field.name in ("attributions", "associations"):
                    value = sorted(value, key=lambda link: [number for _, number in link.ListFields()])
                if field.label == FieldDescriptor.LABEL_REPEATED:
                    plain[field.name] = [self.of(element, kind) for element in value]
                else:
                    plain[field.name] = self.of(value, kind)
        return plain

"""Files by pyarrow for the tests of readers; run by hand when a file is to be added.

usage: make_goldens.py DIRECTORY
"""
import datetime
import decimal
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.feather as feather
import pyarrow.parquet as pq

OUT = Path(sys.argv[1])
BY = f"pyarrow-{pa.__version__}"
UTC = datetime.timezone.utc


def at(hour, micro=0):
    return datetime.datetime(2024, 2, 29, hour, 30, 1, micro)


def integers():
    for bits in (8, 16, 32, 64):
        top = 2 ** (bits - 1)
        yield f"i{bits}", pa.array([-top, None, top - 1], getattr(pa, f"int{bits}")())
        yield f"u{bits}", pa.array([0, None, 2 * top - 1], getattr(pa, f"uint{bits}")())


STRUCT = pa.struct([("a", pa.int64()), ("b", pa.string())])
COMMON = {
    **dict(integers()),
    "f32": pa.array([1.5, None, float("nan")], pa.float32()),
    "f64": pa.array([0.1, None, float("-inf")], pa.float64()),
    "bool": pa.array([True, None, False]),
    "utf8": pa.array(["", None, "Zürich 😀"]),
    "large_utf8": pa.array(["long", None, "text"], pa.large_string()),
    "binary": pa.array([b"\x00\xff", None, b""]),
    "ts_s": pa.array([at(1), None, at(2)], pa.timestamp("s")),
    "ts_ms": pa.array([at(1, 2000), None, at(2)], pa.timestamp("ms")),
    "ts_us": pa.array([at(1, 3), None, at(2)], pa.timestamp("us")),
    "ts_ns": pa.array([1_700_000_000_123_456_789, None, -1], pa.timestamp("ns")),
    "ts_utc": pa.array([at(1), None, at(2)], pa.timestamp("us", "UTC")),
    "ts_zone": pa.array([at(1), None, at(2)], pa.timestamp("ms", "America/New_York")),
    "date": pa.array([datetime.date(1969, 12, 31), None, datetime.date(2024, 2, 29)]),
    "decimal": pa.array([decimal.Decimal("-1.50"), None, decimal.Decimal("99999999.99")], pa.decimal128(10, 2)),
    "list": pa.array([[1, None], None, []], pa.list_(pa.int32())),
    "struct": pa.array([{"a": 1, "b": "x"}, None, {"a": None, "b": None}], STRUCT),
    "list_of_struct": pa.array([[{"a": 1, "b": "x"}, None], None, []], pa.list_(STRUCT)),
    "dictionary": pa.array(["red", None, "green"]).dictionary_encode(),
    "nothing": pa.nulls(3),
}
TYPES = pa.table(COMMON)


def parquet(name, table, **options):
    pq.write_table(table, OUT / f"{name}-{BY}.parquet", **options)


def stream(name, schema, batches, **options):
    with pa.ipc.new_stream(OUT / f"{name}-{BY}.arrows", schema, options=pa.ipc.IpcWriteOptions(**options)) as out:
        for batch in batches:
            out.write_batch(batch)


def file(name, table, rows=None, **options):
    with pa.ipc.new_file(OUT / f"{name}-{BY}.arrow", table.schema, options=pa.ipc.IpcWriteOptions(**options)) as out:
        out.write_table(table, rows)


numbers = pa.table({"n": pa.array(range(20_000)), "x": pa.array([(i % 7) / 4 for i in range(20_000)]), "s": pa.array([f"v{i % 5}" for i in range(20_000)])})
parquet("types", TYPES)
parquet("no-rows", TYPES.slice(0, 0))
parquet("row-groups", numbers, row_group_size=9_000, compression="zstd", use_dictionary=["x", "s"], column_encoding={"n": "DELTA_BINARY_PACKED"})
parquet("names", pa.table([pa.array([i]) for i in range(4)], names=["a", "A", 'quoted "b"', "Zahl ä"]))
parquet("row-number", pa.table({"File_Row_Number": pa.array([5, 3, 4])}), row_group_size=2)
parquet("decimal50", pa.table({"money": pa.array([decimal.Decimal("1.23")], pa.decimal256(50, 2)), "n": [1]}))
parquet("pages-v2", numbers.slice(0, 10), compression="snappy", data_page_version="2.0")

file("types", TYPES)
file("types-zstd", TYPES, compression="zstd")
feather.write_feather(TYPES, str(OUT / f"types-lz4-{BY}.feather"), compression="lz4")
stream("types", TYPES.schema, TYPES.to_batches())
file("batches", numbers, 3_000, compression="zstd")
file("no-batches", TYPES.slice(0, 0))


def coded(values, words):
    return pa.record_batch([pa.DictionaryArray.from_arrays(pa.array(values, pa.int8()), pa.array(words))], names=["colour"])


growing = [coded([0, None], ["red"]), coded([1, 0], ["red", "green"]), coded([0, 1], ["blue", "red"])]
stream("dictionaries", growing[0].schema, growing)
stream("dictionary-deltas", growing[0].schema, growing[:2], emit_dictionary_deltas=True)
nested = pa.array([{"c": "red"}, None], pa.struct([("c", pa.dictionary(pa.int8(), pa.string()))]))
file("nested-dictionary", pa.table({"s": nested}))

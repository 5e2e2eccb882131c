"""Reads a TFRecord file of examples with TensorFlow, says what is in it, and writes it again.

usage: tfrecords.py FILE COMPRESSION COPY
prints for every feature its name, kind, number of values, and a digest of these and of their rows
"""
import hashlib
import struct
import sys

import tensorflow as tf

source, compression, target = sys.argv[1:]
seen = {}
rows = 0
with tf.io.TFRecordWriter(target, compression) as out:
    for record in tf.data.TFRecordDataset(source, compression_type=compression):
        example = tf.train.Example.FromString(record.numpy())
        for name, feature in example.features.feature.items():
            kind = feature.WhichOneof("kind")
            values = getattr(feature, kind).value
            entry = seen.setdefault(name, [kind, 0, hashlib.sha256()])
            assert entry[0] == kind, (name, kind, entry[0])
            entry[1] += len(values)
            entry[2].update(struct.pack("<qq", rows, len(values)))
            for value in values:
                if kind == "bytes_list":
                    entry[2].update(struct.pack("<q", len(value)) + value)
                else:
                    entry[2].update(struct.pack("<q" if kind == "int64_list" else "<f", value))
        out.write(example.SerializeToString())
        rows += 1
print("rows", rows)
for name in sorted(seen):
    kind, count, digest = seen[name]
    print(name, kind, count, digest.hexdigest())

"""Files by TensorFlow for the tests of readers; run by hand when a file is to be added.

usage: make_tfrecords.py DIRECTORY
"""
import sys
from pathlib import Path

import tensorflow as tf

OUT = Path(sys.argv[1])
BY = f"tensorflow-{tf.__version__}"


def feature(value):
    if value is None:
        return tf.train.Feature()
    if value and isinstance(value[0], int) or value == ():
        return tf.train.Feature(int64_list=tf.train.Int64List(value=value))
    if value and isinstance(value[0], float):
        return tf.train.Feature(float_list=tf.train.FloatList(value=value))
    return tf.train.Feature(bytes_list=tf.train.BytesList(value=[v.encode() if isinstance(v, str) else v for v in value]))


ROWS = [
    dict(int=[-(2**63)], float=[0.1], text=["Zürich"], bytes=[b"\xff\x00"], ints=[1, 2, 3], texts=["a", ""], sometimes=[1], unset=None),
    dict(int=[2**63 - 1], float=[float("nan")], text=[""], bytes=[b""], ints=(), texts=["b"], unset=None),
    dict(float=[-1.5], text=["x"], ints=[7], floats=[1.0, 2.5]),
    dict(),
]


def write(name, rows, compression=""):
    with tf.io.TFRecordWriter(str(OUT / f"{name}-{BY}.tfrecord{'.gz' if compression else ''}"), compression) as out:
        for row in rows:
            out.write(tf.train.Example(features=tf.train.Features(feature={k: feature(v) for k, v in row.items()})).SerializeToString())


write("examples", ROWS)
write("examples", ROWS, "GZIP")
write("mixed", [dict(x=[1]), dict(x=["one"])])

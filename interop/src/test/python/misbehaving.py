"""A component that does what a component should not.

usage: misbehaving.py chatter|hang|fork|half|fail
"""
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pyarrow
import pyarrow.ipc

(rows,) = json.loads(Path(os.environ["TRIBUTARY_OUTPUTS"]).read_text()).values()
pids = Path(json.loads(Path(os.environ["TRIBUTARY_PARAMETERS"]).read_text())["pids"])


def write(name, content):
    split = Path(rows["path"], "Split-all")
    split.mkdir(parents=True, exist_ok=True)
    (split / name).write_bytes(content)


def arrow_file():
    sink = pyarrow.BufferOutputStream()
    table = pyarrow.table({"n": list(range(10000))})
    with pyarrow.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)
    return sink.getvalue().to_pybytes()


def chatter():
    for _ in range(100):
        sys.stdout.write("x" * 999_999 + "\n")
    write("part-00000.arrow", arrow_file())


def hang():
    write("part-00000.arrow", arrow_file())
    pids.write_text(str(os.getpid()))
    time.sleep(3600)


def fork():
    sleeper = [sys.executable, "-c", "import time; time.sleep(3600)"]
    direct = subprocess.Popen(sleeper)
    between = subprocess.Popen([sys.executable, "-c", f"import subprocess, time; print(subprocess.Popen({sleeper!r}).pid, flush=True); time.sleep(3600)"],
                               stdout=subprocess.PIPE, text=True)
    grandchild = between.stdout.readline().strip()
    pids.write_text(f"{os.getpid()} {direct.pid} {between.pid} {grandchild}")
    time.sleep(3600)


def half():
    whole = arrow_file()
    write("part-00000.arrow", whole)
    write("part-00001.arrow", whole[: len(whole) // 2])


def fail():
    write("part-00000.arrow", arrow_file())
    raise ValueError("no column 'tips' in the third file")


{"chatter": chatter, "hang": hang, "fork": fork, "half": half, "fail": fail}[sys.argv[1]]()

"""A component: keeps the trips whose fare is at least minFare. Reads Arrow, writes Arrow with one column more, CSV and JSON."""
import json
import os
from pathlib import Path

import pyarrow
import pyarrow.compute
import pyarrow.csv
import pyarrow.ipc

inputs, parameters, outputs = (json.loads(Path(os.environ["TRIBUTARY_" + name]).read_text()) for name in ("INPUTS", "PARAMETERS", "OUTPUTS"))
(examples,) = inputs["examples"]
trips, report = Path(outputs["trips"]["path"]), Path(outputs["report"]["path"])
counts, fares = {}, []
for split in examples["splits"]:
    parts = sorted(Path(examples["path"], "Split-" + split).glob("*.arrow"))
    table = pyarrow.concat_tables(pyarrow.ipc.open_file(part).read_all() for part in parts)
    fare = pyarrow.compute.cast(table["fare"], pyarrow.float64())
    kept = table.append_column("fare_per_mile", pyarrow.compute.divide(fare, pyarrow.compute.add(pyarrow.compute.cast(table["trip_miles"], pyarrow.float64()), 1.0)))
    kept = kept.filter(pyarrow.compute.greater_equal(fare, parameters["minFare"]))
    (trips / ("Split-" + split)).mkdir(parents=True)
    options = pyarrow.ipc.IpcWriteOptions(compression="zstd")
    with pyarrow.ipc.new_file(trips / ("Split-" + split) / "part-00000.arrow", kept.schema, options=options) as writer:
        writer.write_table(kept, max_chunksize=1000)
    counts[split] = {"read": table.num_rows, "kept": kept.num_rows}
    fares.append(kept.select(["fare", "payment_type"]))
report.mkdir(exist_ok=True)
pyarrow.csv.write_csv(pyarrow.concat_tables(fares), report / "fares.csv")
(report / "counts.json").write_text(json.dumps({"counts": counts, "parameters": parameters, "seed": os.environ["TRIBUTARY_SEED"]}))
print("kept", counts)

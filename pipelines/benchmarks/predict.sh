#!/bin/sh
# Speed and memory of predictions for many rows, beside ONNX Runtime for Python: whole processes.
#
#   pipelines/benchmarks/predict.sh [CASE...]
#
# Cases (default: csv-1m):
#   csv-1m       1 million taxi trips in CSV, through the taxi model, to predictions in Parquet; beside polars, which reads and writes, and
#                ONNX Runtime for Python, which runs the same model (peers-predict.txt)
#   examples-1m  the same trips as Examples, to predictions in Arrow, beside the same from CSV
#
# The environment is that of measure.sh.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
. "$here/measure.sh"

"$tributary" --version >/dev/null # builds

taxi=io.tributary.pipelines.taxi
made_folder taxi-model "$tributary" model train "$trips" --features $taxi.TaxiFeatures --training $taxi.TaxiTraining --out
made taxi-1m.csv repeated_trips 1000000

predicted() { printf '%s\n' "'$tributary' model predict '$data/taxi-model' '$1' --keep trip_start_timestamp --threads $threads --out '$scratch/$2'"; }

[ $# -gt 0 ] || set -- csv-1m
for case in "$@"; do
  case $case in
    csv-1m)
      ours=$(predicted "$data/taxi-1m.csv" predictions.parquet)
      if python_with peers-predict peers-predict.txt; then
        pair "1 million trips in CSV to predictions in Parquet" "polars and ONNX Runtime for Python" "$ours" \
          "POLARS_MAX_THREADS=$threads '$data/peers-predict/bin/python' '$here/predict.py' '$data/taxi-model/model.onnx' '$data/taxi-1m.csv' trip_start_timestamp '$scratch/peer.parquet' $threads"
      else
        say "without a peer: no environment for it (expected: a Python as PYTHON, and access to a package index)"
        pair "1 million trips in CSV to predictions in Parquet" "" "$ours" ""
      fi
      ;;
    examples-1m)
      made_folder taxi-1m "$tributary" data ingest "$data/taxi-1m.csv" --out
      pair "1 million trips in Examples to predictions in Arrow" "the same from CSV" "$(predicted "$data/taxi-1m" predictions.arrow)" \
        "$(predicted "$data/taxi-1m.csv" predictions.arrow)"
      ;;
    *) unknown "$case" ;;
  esac
done

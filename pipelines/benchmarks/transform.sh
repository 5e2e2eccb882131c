#!/bin/sh
# Speed and memory of a Transform, from examples on disk to the graph and the transformed examples on disk, beside tf.Transform from CSV.
# Prints a JSON line for each case, with medians over the rounds.
#
#   pipelines/benchmarks/transform.sh [CASE...]
#
# Cases (default: taxi-2m):
#   taxi-2m   the taxi trips, repeated to 2 million rows, with the features of TFX's example; the peer takes PEER_ROWS of them
#   wide      2,000 columns, 100,000 rows: half z-scores and ranges, a quarter buckets, a quarter vocabularies; ours alone
#   open      opens the whole graphs of 250, 500, 1,000 and 2,000 such features, as evaluation and serving do: a line for each; ours alone
#   open-linear
#             the same of linear models of such features, from raw columns to predictions
#
# Environment: that of measure.sh, and
#   HEAP          of our process; default 2g
#   TFT_PYTHON    a Python that can import tensorflow_transform; without it the peer is left out
#   PEER_ROWS     default 200000
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
. "$here/measure.sh"

path=

# With the collector and the compiler that the launcher gives to a run of a pipeline.
ours() {
  java --add-opens=java.base/java.nio=ALL-UNNAMED -XX:+UseSerialGC -XX:TieredStopAtLevel=1 "-Xmx${HEAP:-2g}" -cp "$path" io.tributary.components.transform.TransformBenchmark "$1" "$2.csv" "$2"
}

theirs() {
  PYTHONWARNINGS=ignore TF_CPP_MIN_LOG_LEVEL=3 "$TFT_PYTHON" "$here/tft_transform.py" "$1"
}

# $1 what, $2 the kind of features, $3 the file without its suffix, $4 the peer's file without its suffix, or nothing.
measured() {
  [ -n "$path" ] || path=$(classpath components/standard)
  [ -d "$3" ] || ours "$2" "$3"
  rm -f "$scratch"/ours* "$scratch"/theirs*
  round=0
  while [ "$round" -lt "$rounds" ]; do
    line=$(ours "$2" "$3")
    field "$line" rows_per_s >>"$scratch/ours"
    field "$line" cpu_seconds >>"$scratch/ours_cpu"
    field "$line" peak_mb >>"$scratch/ours_peak"
    if [ -n "$4" ] && [ -n "${TFT_PYTHON:-}" ]; then
      line=$(theirs "$4.csv")
      field "$line" rows_per_s >>"$scratch/theirs"
      field "$line" peak_mb >>"$scratch/theirs_peak"
    fi
    round=$((round + 1))
  done
  line="{\"what\": \"$1\", \"rounds\": $rounds, \"rows_per_s\": $(median "$scratch/ours"), \"cpu_seconds\": $(median "$scratch/ours_cpu"), \"peak_mb\": $(median "$scratch/ours_peak")"
  if [ -f "$scratch/theirs" ]; then
    paste -d ' ' "$scratch/ours" "$scratch/theirs" | awk '{ printf "%.1f\n", $1 / $2 }' >"$scratch/ratios"
    line="$line, \"peer\": \"tf.Transform\", \"peer_rows_per_s\": $(median "$scratch/theirs"), \"peer_peak_mb\": $(median "$scratch/theirs_peak"), \"times_as_fast\": $(median "$scratch/ratios")"
  fi
  load=$(cut -d ' ' -f 1 /proc/loadavg 2>/dev/null) || load=null
  echo "$line, \"load\": ${load:-null}}"
}

whole() {
  java --add-opens=java.base/java.nio=ALL-UNNAMED -XX:+UseSerialGC -XX:TieredStopAtLevel=1 "-Xmx${HEAP:-2g}" -cp "$path" io.tributary.components.transform.OpenBenchmark "$@"
}

# $1 what, $2 the number of features, $3 the class of a training or nothing; the graph is made anew, since it is what is measured.
opened() {
  what=$1 features=$2
  shift
  rm -rf "$scratch/graph"
  whole "$features" "$scratch/graph" ${2:+"$2"}
  rm -f "$scratch"/opened*
  round=0
  while [ "$round" -lt "$rounds" ]; do
    line=$(whole "$features" "$scratch/graph" ${2:+"$2"})
    field "$line" seconds >>"$scratch/opened"
    field "$line" cpu_seconds >>"$scratch/opened_cpu"
    round=$((round + 1))
  done
  echo "{\"what\": \"$what of $features features, opened\", \"rounds\": $rounds, \"nodes\": $(field "$line" nodes), \"seconds\": $(median "$scratch/opened"), \"cpu_seconds\": $(median "$scratch/opened_cpu")}"
}

[ -n "${TFT_PYTHON:-}" ] || say "without tf.Transform: TFT_PYTHON is not set"
[ $# -gt 0 ] || set -- taxi-2m
for case in "$@"; do
  case $case in
    taxi-2m)
      peer=taxi-${PEER_ROWS:-200000}
      made taxi-2m.csv repeated_trips 2000000
      made "$peer.csv" repeated_trips "${PEER_ROWS:-200000}"
      measured "2 million taxi trips, fitted and transformed" taxi "$data/taxi-2m" "$data/$peer"
      ;;
    wide)
      made wide.csv wide
      measured "100,000 rows of 2,000 columns, fitted and transformed" wide "$data/wide" ""
      ;;
    open)
      [ -n "$path" ] || path=$(classpath components/standard)
      for count in 250 500 1000 2000; do opened "the whole graph" "$count"; done
      ;;
    open-linear)
      path=$(classpath components/tribuo):$root/components/api/target/test-classes
      for count in 250 500 1000 2000; do opened "a linear model" "$count" io.tributary.tribuo.WideTraining; done
      path=
      ;;
    *) unknown "$case" ;;
  esac
done

#!/bin/sh
# Speed and memory of statistics beside DuckDB, polars and TFDV: whole processes.
#
#   pipelines/benchmarks/data.sh [CASE...]
#
# Cases (default: taxi-1m distinct-1m):
#   taxi-1m taxi-8m taxi-16m   the taxi trips, repeated; 16m is for memory alone
#   distinct-1m distinct-8m    18 columns, each of many different values
#   wide                       2,000 columns, 100,000 rows; ours alone
#   wide-distinct              the same without repeated rows: each column has many different values; ours alone
#   ingest-1m                  CSV to Examples with a hash split, beside DuckDB's copy to Parquet without one
#   window-100k window-1m      a new span of as many rows and its merging with 30 stored ones, divided by the span alone; in one JVM, with
#                              Maven from this checkout
#
# Environment: that of measure.sh, and
#   PYTHON        makes the environment of DuckDB and polars (peers.txt). Without it those peers are left out
#   TFDV_PYTHON   a Python that can import tensorflow_data_validation; without it TFDV is left out
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
. "$here/measure.sh"

# --- files -----------------------------------------------------------------------------------------------------------------------------

distinct() {
  awk -v rows="$1" 'BEGIN {
    srand(7)
    for (c = 1; c <= 18; c++) printf("%s%s%d", (c > 1 ? "," : ""), (c <= 6 ? "real_" : c <= 11 ? "number_" : "text_"), c)
    print ""
    for (r = 0; r < rows; r++) {
      line = ""
      for (c = 1; c <= 6; c++) line = line sprintf("%s%.6f", (c > 1 ? "," : ""), (rand() - 0.3) * 1000 * c)
      for (c = 7; c <= 11; c++) line = line sprintf(",%.0f", int(rand() * 1000000000) * (c - 6))
      for (c = 12; c <= 18; c++) line = line sprintf(",%s%07d%s", (c % 2 ? "user-" : "id"), int(rand() * 9000000), (c > 15 ? "@example.org" : ""))
      print line
    }
  }'
}

# Half reals, a quarter integers, a quarter texts.
wide_distinct() {
  awk 'BEGIN {
    srand(13)
    for (c = 1; c <= 2000; c++) printf("%sc%d", (c > 1 ? "," : ""), c)
    print ""
    for (r = 0; r < 100000; r++) {
      for (c = 1; c <= 2000; c++) {
        n = int(rand() * 1000000000)
        printf("%s%s", (c > 1 ? "," : ""), c % 4 == 0 ? "v" n : c % 4 == 1 ? n : sprintf("%.3f", n / 1000))
      }
      print ""
    }
  }'
}

# --- peers -----------------------------------------------------------------------------------------------------------------------------

peers=
if python_with peers peers.txt; then peers=$data/peers/bin/python; fi
[ -n "$peers" ] || say "without DuckDB and polars: no environment for them (expected: a Python as PYTHON, and access to a package index)"
[ -n "${TFDV_PYTHON:-}" ] || say "without TFDV: TFDV_PYTHON is not set"

duckdb() { printf '%s\n' "'$peers' -c \"import duckdb; duckdb.connect(config={'threads': $threads}).execute(\\\"SUMMARIZE SELECT * FROM read_csv('$1', header=true)\\\").fetchall()\""; }
copied() { printf '%s\n' "'$peers' -c \"import duckdb; duckdb.connect(config={'threads': $threads}).execute(\\\"COPY (SELECT * FROM read_csv('$1', header=true)) TO '$scratch/copy.parquet' (FORMAT parquet)\\\")\""; }
polars() { printf '%s\n' "POLARS_MAX_THREADS=$threads '$peers' -c \"import polars; print(polars.read_csv('$1').describe())\""; }
tfdv() { printf '%s\n' "'$TFDV_PYTHON' -c \"import pandas, tensorflow_data_validation as v; v.generate_statistics_from_dataframe(pandas.read_csv('$1'))\""; }

beside() {
  if [ -n "$peers" ]; then
    pair "$1: CSV to statistics" "DuckDB SUMMARIZE" "$2" "$(duckdb "$3")"
    pair "$1: CSV to statistics" "polars describe" "$2" "$(polars "$3")"
  else
    pair "$1: CSV to statistics" "" "$2" ""
  fi
  if [ -n "${TFDV_PYTHON:-}" ]; then pair "$1: CSV to statistics" "TFDV from a pandas frame" "$2" "$(tfdv "$3")"; fi
}

statistics() { printf '%s\n' "'$tributary' data statistics '$1' --threads $threads --out '$scratch/statistics.pb'"; }

compared() {
  csv=$data/$1.csv
  beside "$1" "$(statistics "$csv")" "$csv"
  made_folder "$1" "$tributary" data ingest "$csv" --out
  pair "$1: Examples to statistics" "the same from CSV" "$(statistics "$data/$1")" "$(statistics "$csv")"
}

"$tributary" --version >/dev/null # builds

if [ $# -eq 0 ]; then set -- taxi-1m distinct-1m; fi
for case in "$@"; do
  millions=${case##*-} millions=${millions%m}
  case $case in
    taxi-1m | taxi-8m) made "$case.csv" repeated_trips "${millions}000000" && compared "$case" ;;
    taxi-16m) made "$case.csv" repeated_trips 16000000 && pair "$case: CSV to statistics" "" "$(statistics "$data/$case.csv")" "" ;;
    distinct-1m | distinct-8m) made "$case.csv" distinct "${millions}000000" && compared "$case" ;;
    wide-distinct) made wide-distinct.csv wide_distinct && pair "wide-distinct: CSV to statistics" "" "$(statistics "$data/wide-distinct.csv")" "" ;;
    window-100k | window-1m)
      case $case in *k) rows=100000 ;; *) rows=1000000 ;; esac
      if ! (cd "$root" && ./mvnw -q -B test -pl components/standard -am -Dtest=WindowBenchmark -Dsurefire.failIfNoSpecifiedTests=false "-Dwindow.rows=$rows" "-Dwindow.rounds=$rounds") >"$scratch/out" 2>&1; then
        say "failed: $case"
        tail -n 20 "$scratch/out" >&2
      fi
      grep '^{"what"' "$scratch/out" || true
      ;;
    wide) made wide.csv wide && pair "wide: CSV to statistics" "" "$(statistics "$data/wide.csv")" "" ;;
    ingest-1m)
      made taxi-1m.csv repeated_trips 1000000
      ingest="rm -rf '$scratch/examples'; '$tributary' data ingest '$data/taxi-1m.csv' --out '$scratch/examples' --threads $threads"
      if [ -n "$peers" ]; then
        pair "taxi-1m: CSV to Examples" "DuckDB CSV to Parquet" "$ingest" "$(copied "$data/taxi-1m.csv")"
      else
        pair "taxi-1m: CSV to Examples" "" "$ingest" ""
      fi
      ;;
    *) unknown "$case" ;;
  esac
done

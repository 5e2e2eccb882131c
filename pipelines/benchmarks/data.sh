#!/bin/sh
# Speed and memory of statistics beside DuckDB, polars and TFDV: whole processes, measured in turn, so that what else the machine does
# meets all of them. Prints a JSON line for each pair, with the median, over the rounds, of our time divided by the peer's.
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
# Environment:
#   ROUNDS        rounds of every pair; default 3
#   DATA          folder of generated files, kept between runs; default ${TMPDIR:-/tmp}/tributary-benchmarks
#   PYTHON        makes the environment of DuckDB and polars (peers.txt) under $DATA; default python3. Without it those peers are left out
#   TFDV_PYTHON   a Python that can import tensorflow_data_validation; without it TFDV is left out
#   THREADS       of DuckDB and polars, and ours; default: the number of processors
#
# Peak memory needs GNU time as /usr/bin/time; without it "peak_mb" is null.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
tributary=$here/../../tributary
trips=$here/../data/chicago-taxi/trips.csv
rounds=${ROUNDS:-3}
data=${DATA:-${TMPDIR:-/tmp}/tributary-benchmarks}
threads=${THREADS:-$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)}
mkdir -p "$data"
scratch=$(mktemp -d "$data/run.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM

say() { echo "data.sh: $*" >&2; }

# --- files -----------------------------------------------------------------------------------------------------------------------------

# Makes a file once: $1 its name, then a command that writes it.
made() {
  file=$data/$1
  shift
  if [ ! -f "$file" ]; then
    say "making $file ..."
    if ! "$@" >"$file.partial"; then
      say "failed: $file"
      return 1
    fi
    mv "$file.partial" "$file"
  fi
}

repeated_trips() {
  awk -v rows="$1" 'NR == 1 { print; next } { lines[n++] = $0 } END { for (i = 0; i < rows; i++) print lines[i % n] }' "$trips"
}

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

# Three quarters numbers, one quarter texts; a hundred times the same thousand rows.
wide() {
  awk 'BEGIN {
    srand(11)
    for (c = 1; c <= 2000; c++) printf("%sc%d", (c > 1 ? "," : ""), c)
    print ""
    for (r = 0; r < 1000; r++) {
      line = ""
      for (c = 1; c <= 2000; c++) {
        cell = c % 4 == 0 ? "v" int(rand() * 50) : c % 4 == 1 ? int(rand() * 10000) : sprintf("%.3f", rand() * 100)
        line = line (c > 1 ? "," : "") cell
      }
      lines[r] = line
    }
    for (i = 0; i < 100; i++) for (r = 0; r < 1000; r++) print lines[r]
  }'
}

# --- measuring -------------------------------------------------------------------------------------------------------------------------

# Runs a command; leaves seconds, processor seconds and megabytes in $scratch/measured. Its output goes to $scratch/out.
measure() {
  if [ -x /usr/bin/time ] && /usr/bin/time -f %e true 2>/dev/null; then
    if ! /usr/bin/time -o "$scratch/time" -f '%e %U %S %M' "$@" >"$scratch/out" 2>"$scratch/err"; then
      return 1
    fi
    awk 'END { printf "%.2f %.2f %.0f\n", $1, $2 + $3, $4 / 1024 }' "$scratch/time" >"$scratch/measured"
  else
    began=$(date +%s%N)
    "$@" >"$scratch/out" 2>"$scratch/err" || return 1
    ended=$(date +%s%N)
    echo "$began $ended" | awk '{ printf "%.2f null null\n", ($2 - $1) / 1e9 }' >"$scratch/measured"
  fi
}

# One round of one side: $1 side, then the command. A failure is told, and ends the pair.
side() {
  name=$1
  shift
  if ! measure "$@"; then
    say "failed: $*"
    tail -n 3 "$scratch/err" >&2
    return 1
  fi
  cat "$scratch/measured" >>"$scratch/$name"
}

# Medians of the columns of a file, and of the quotients of two files' first columns.
median() { sort -n "$1" | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
column() { awk -v c="$2" '{ print $c }' "$1" >"$scratch/column"; median "$scratch/column"; }

# Runs two sides in turn: $1 what, $2 peer, $3 our script, $4 the peer's; or ours alone if $4 is empty.
pair() {
  what=$1 peer=$2 ours=$3 theirs=$4
  rm -f "$scratch/ours" "$scratch/theirs"
  round=0
  while [ "$round" -lt "$rounds" ]; do
    side ours sh -c "$ours" || return 0
    if [ -n "$theirs" ]; then side theirs sh -c "$theirs" || return 0; fi
    round=$((round + 1))
  done
  line="{\"what\": \"$what\", \"rounds\": $rounds, \"seconds\": $(column "$scratch/ours" 1), \"cpu_seconds\": $(column "$scratch/ours" 2), \"peak_mb\": $(column "$scratch/ours" 3)"
  if [ -n "$theirs" ]; then
    paste -d ' ' "$scratch/ours" "$scratch/theirs" | awk '{ printf "%.3f\n", $1 / $4 }' >"$scratch/ratios"
    line="$line, \"peer\": \"$peer\", \"peer_seconds\": $(column "$scratch/theirs" 1), \"peer_cpu_seconds\": $(column "$scratch/theirs" 2), \"peer_peak_mb\": $(column "$scratch/theirs" 3), \"ratio\": $(median "$scratch/ratios")"
  fi
  load=$(cut -d ' ' -f 1 /proc/loadavg 2>/dev/null) || load=null
  echo "$line, \"load\": ${load:-null}}"
}

# --- peers -----------------------------------------------------------------------------------------------------------------------------

peers=
python=${PYTHON:-python3}
if command -v "$python" >/dev/null 2>&1; then
  if [ ! -f "$data/peers/made" ]; then
    say "installing DuckDB and polars into $data/peers ..."
    if "$python" -m venv "$data/peers" && "$data/peers/bin/python" -m pip install -q --disable-pip-version-check --no-deps -r "$here/peers.txt" >&2; then
      touch "$data/peers/made"
    fi
  fi
  if [ -f "$data/peers/made" ]; then peers=$data/peers/bin/python; fi
fi
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
  examples=$data/$1
  if [ ! -d "$examples" ]; then
    say "making $examples ..."
    rm -rf "$examples.partial"
    "$tributary" data ingest "$csv" --out "$examples.partial" >/dev/null
    mv "$examples.partial" "$examples"
  fi
  pair "$1: Examples to statistics" "the same from CSV" "$(statistics "$examples")" "$(statistics "$csv")"
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
      if ! (cd "$here/../.." && ./mvnw -q -B test -pl components/standard -am -Dtest=WindowBenchmark -Dsurefire.failIfNoSpecifiedTests=false "-Dwindow.rows=$rows" "-Dwindow.rounds=$rounds") >"$scratch/out" 2>&1; then
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
    *) say "$case: no case (expected: one of those at the top of this script)" && exit 2 ;;
  esac
done

#!/bin/sh
# Speed and memory of a Transform, from examples on disk to the graph and the transformed examples on disk, beside tf.Transform from CSV.
# Prints a JSON line for each case, with medians over the rounds.
#
#   pipelines/benchmarks/transform.sh [CASE...]
#
# Cases (default: taxi-2m):
#   taxi-2m   the taxi trips, repeated to 2 million rows, with the features of TFX's example; the peer takes PEER_ROWS of them
#   wide      2,000 columns, 100,000 rows: half z-scores and ranges, a quarter buckets, a quarter vocabularies; ours alone
#
# Environment:
#   ROUNDS        rounds of every case; default 3
#   DATA          folder of generated files, kept between runs; default ${TMPDIR:-/tmp}/tributary-benchmarks
#   HEAP          of our process; default 2g
#   TFT_PYTHON    a Python that can import tensorflow_transform; without it the peer is left out
#   PEER_ROWS     default 200000
#   MVNW          runs Maven; default the project's mvnw
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
root=$(CDPATH='' cd -- "$here/../.." && pwd -P)
trips=$here/../data/chicago-taxi/trips.csv
rounds=${ROUNDS:-3}
data=${DATA:-${TMPDIR:-/tmp}/tributary-benchmarks}
mkdir -p "$data"
scratch=$(mktemp -d "$data/run.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM

say() { echo "transform.sh: $*" >&2; }

# The number called $2 in the line of JSON $1.
field() { printf '%s\n' "$1" | sed 's/.*"'"$2"'": *\([0-9.]*\).*/\1/'; }
median() { sort -n "$1" | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

# Makes a file once: $1 its name, then a command that writes it.
made() {
  file=$data/$1
  shift
  if [ ! -f "$file" ]; then
    say "making $file ..."
    "$@" >"$file.partial"
    mv "$file.partial" "$file"
  fi
}

repeated_trips() {
  awk -v rows="$1" 'NR == 1 { print; next } { lines[n++] = $0 } END { for (i = 0; i < rows; i++) print lines[i % n] }' "$trips"
}

# A quarter integers, a quarter texts, half reals; a hundred times the same thousand rows.
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

path=
build() {
  say "building ..."
  (cd "$root" && "${MVNW:-./mvnw}" -q -B -pl components/standard -am install -DskipTests >&2 &&
    "${MVNW:-./mvnw}" -q -B -pl components/standard dependency:build-classpath -Dmdep.includeScope=test -Dmdep.outputFile="$scratch/classpath" >&2)
  path=$root/components/standard/target/test-classes:$root/components/standard/target/classes:$(cat "$scratch/classpath")
}

ours() {
  java --add-opens=java.base/java.nio=ALL-UNNAMED "-Xmx${HEAP:-2g}" -cp "$path" io.tributary.components.transform.TransformBenchmark "$1" "$2.csv" "$2"
}

theirs() {
  PYTHONWARNINGS=ignore TF_CPP_MIN_LOG_LEVEL=3 "$TFT_PYTHON" "$here/tft_transform.py" "$1"
}

# $1 what, $2 the kind of features, $3 the file without its suffix, $4 the peer's file without its suffix, or nothing.
measured() {
  [ -n "$path" ] || build
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
    *) say "$case: no case (expected: one of those at the top of this script)" && exit 2 ;;
  esac
done

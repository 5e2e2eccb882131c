#!/bin/sh
# Speed and memory of judging models: whole processes. Prints a JSON line for each case, with medians over the rounds.
#
#   pipelines/benchmarks/evaluate.sh [CASE...]
#
# Cases (default: evaluate-2m):
#   evaluate-2m            2 million labels and scores in CSV, 50 slices, all metrics of a binary classification
#   evaluate-2m-intervals  the same beside a baseline, with intervals of every metric and of every change
#
# Environment:
#   ROUNDS   rounds of every case; default 3
#   DATA     folder of generated files, kept between runs; default ${TMPDIR:-/tmp}/tributary-benchmarks
#   THREADS  default: the number of processors
#
# Peak memory needs GNU time as /usr/bin/time; without it only seconds are measured.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
tributary=$here/../../tributary
rounds=${ROUNDS:-3}
data=${DATA:-${TMPDIR:-/tmp}/tributary-benchmarks}
threads=${THREADS:-$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)}
mkdir -p "$data"
scratch=$(mktemp -d "$data/run.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM

# Labels, the scores of two models, 25 kinds and 24 hours.
scores() {
  awk -v rows="$1" 'BEGIN {
    srand(5)
    print "label,score,other,kind,hour"
    for (r = 0; r < rows; r++) {
      label = rand() < 0.3
      noise = sqrt(-2 * log(1 - rand())) * cos(6.283185307179586 * rand())
      score = 1 / (1 + exp(1 - 2 * label - noise))
      other = 1 / (1 + exp(1 - 1.8 * label - noise - rand()))
      printf("%d,%.7f,%.7f,kind-%d,%d\n", label, score, other, int(rand() * 25), int(rand() * 24))
    }
  }'
}

table=$data/scores-2m.csv
if [ ! -f "$table" ]; then
  echo "evaluate.sh: making $table ..." >&2
  scores 2000000 >"$table.partial"
  mv "$table.partial" "$table"
fi

median() { awk -v c="$1" '{ print $c }' "$scratch/rounds" | sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

measured() {
  what=$1
  shift
  : >"$scratch/rounds"
  round=0
  while [ "$round" -lt "$rounds" ]; do
    if [ -x /usr/bin/time ] && /usr/bin/time -f %e true 2>/dev/null; then
      /usr/bin/time -o "$scratch/time" -f '%e %U %S %M' "$@" >"$scratch/out"
      awk 'END { printf "%.2f %.2f %.0f\n", $1, $2 + $3, $4 / 1024 }' "$scratch/time" >>"$scratch/rounds"
    else
      began=$(date +%s%N)
      "$@" >"$scratch/out"
      echo "$began $(date +%s%N)" | awk '{ printf "%.2f null null\n", ($2 - $1) / 1e9 }' >>"$scratch/rounds"
    fi
    round=$((round + 1))
  done
  load=$(cut -d ' ' -f 1 /proc/loadavg 2>/dev/null) || load=null
  echo "{\"what\": \"$what\", \"rounds\": $rounds, \"seconds\": $(median 1), \"cpu_seconds\": $(median 2), \"peak_mb\": $(median 3), \"load\": ${load:-null}}"
}

"$tributary" --version >/dev/null # builds

if [ $# -eq 0 ]; then set -- evaluate-2m; fi
for case in "$@"; do
  case $case in
    evaluate-2m)
      measured "2 million scores, 50 slices, 28 metrics" "$tributary" model evaluate "$table" --label label --score score \
        --slice kind --slice hour --threads "$threads"
      ;;
    evaluate-2m-intervals)
      measured "the same of two models, with intervals" "$tributary" model evaluate "$table" --label label --score score \
        --baseline-score other --confidence 0.95 --slice kind --slice hour --threads "$threads"
      ;;
    *) echo "evaluate.sh: $case: no case (expected: one of those at the top of this script)" >&2 && exit 2 ;;
  esac
done

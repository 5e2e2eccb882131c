#!/bin/sh
# Speed and memory of judging models: whole processes.
#
#   pipelines/benchmarks/evaluate.sh [CASE...]
#
# Cases (default: evaluate-2m):
#   evaluate-2m            2 million labels and scores in CSV, 50 slices, all metrics of a binary classification
#   evaluate-2m-intervals  the same beside a baseline, with intervals of every metric and of every change
#
# The environment is that of measure.sh.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
. "$here/measure.sh"

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

made scores-2m.csv scores 2000000

judged() { pair "$1" "" "'$tributary' model evaluate '$data/scores-2m.csv' --label label --score score --slice kind --slice hour --threads $threads $2" ""; }

"$tributary" --version >/dev/null # builds

if [ $# -eq 0 ]; then set -- evaluate-2m; fi
for case in "$@"; do
  case $case in
    evaluate-2m) judged "2 million scores, 50 slices, 28 metrics" "" ;;
    evaluate-2m-intervals) judged "the same of two models, with intervals" "--baseline-score other --confidence 0.95" ;;
    *) unknown "$case" ;;
  esac
done

#!/bin/sh
# Speed of training beside its peers.
#
#   pipelines/benchmarks/train.sh [CASE...]
#
# Cases (default: xgboost):
#   xgboost   XGBoost, from features in memory to the fitted model, handing over included, beside XGBoost for Python
#
# Environment: that of measure.sh (peers-train.txt is what the peers' environment has), and
#   ROWS          of the taxi trips, repeated; default 2000000
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
. "$here/measure.sh"

rows=${ROWS:-2000000}

xgboost() {
  python_with peers-train peers-train.txt
  path=$(classpath components/tribuo)
  round=0
  while [ "$round" -lt "$rounds" ]; do
    ours=$(cd "$root/components/tribuo" && java -cp "$path" io.tributary.tribuo.XgBoostBenchmark "$rows" 100)
    theirs=$("$data/peers-train/bin/python" "$here/xgboost_train.py" "$trips" "$rows" 100 "$threads")
    field "$ours" seconds >>"$scratch/ours"
    field "$theirs" seconds >>"$scratch/theirs"
    round=$((round + 1))
  done
  paste -d ' ' "$scratch/ours" "$scratch/theirs" | awk '{ printf "%.3f\n", $1 / $2 }' >"$scratch/ratios"
  echo "{\"what\": \"XGBoost, $rows taxi rows, 100 rounds\", \"rounds\": $rounds, \"seconds\": $(median "$scratch/ours"), \"peak_mb\": $(field "$ours" peak_mb), \"peer\": \"XGBoost for Python\", \"peer_seconds\": $(median "$scratch/theirs"), \"peer_peak_mb\": $(field "$theirs" peak_mb), \"ratio\": $(median "$scratch/ratios")}"
}

[ $# -gt 0 ] || set -- xgboost
for case in "$@"; do
  case $case in
    xgboost) xgboost ;;
    *) unknown "$case" ;;
  esac
done

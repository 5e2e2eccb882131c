"""What `tributary model auto` makes of tables beside scikit-learn's HistGradientBoosting with its defaults, on the same rows.

usage: auto_quality.py TRIBUTARY DATA WORK [TASK ...]        needs scikit-learn and pandas
TRIBUTARY is the command, DATA the folder pipelines/data, WORK a folder for tables, models and the home. Every third row is tested by both and seen by neither.
The peer is given texts as categories and times as seconds since 1970; free texts as TF-IDF to a logistic regression, as its trees take no words.
"""
import json
import math
import os
import random
import subprocess
import sys
import time
import warnings

import numpy as np
import pandas as pd
from sklearn.compose import make_column_transformer
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss, roc_auc_score, root_mean_squared_error
from sklearn.pipeline import make_pipeline

TRIALS = 15
warnings.simplefilter("ignore")
GOOD, BAD = ["excellent", "love", "great", "wonderful"], ["awful", "broken", "refund", "terrible"]


def normal(rng, rows, columns):
    return pd.DataFrame(rng.normal(size=(rows, columns)), columns=[f"x{i}" for i in range(columns)])


def tips(data):
    trips = pd.read_csv(os.path.join(data, "chicago-taxi", "trips.csv"))
    trips["y"] = (trips["tips"] > 0.2 * trips["fare"]).astype(int)
    return trips.drop(columns="tips")


def fares(data):
    trips = pd.read_csv(os.path.join(data, "chicago-taxi", "trips.csv"))
    return trips[trips["fare"] <= 100].drop(columns="tips").rename(columns={"fare": "y"})


def penguins(data):
    return pd.read_csv(os.path.join(data, "penguins", "penguins.csv")).rename(columns={"species": "y"}).sample(frac=1, random_state=1)


def rare(rng):
    table = normal(rng, 15000, 8)
    table["y"] = (rng.random(15000) < 1 / (1 + np.exp(6.3 - 1.5 * table["x0"] - 1.2 * table["x1"] * table["x2"]))).astype(int)
    return table


def tiny(rng):
    table = normal(rng, 30, 2)
    table["name"], table["same"] = [f"n{i}" for i in range(30)], 1
    table["y"] = (table["x0"] > rng.normal(0, 0.5, 30)).astype(int)
    return table


def wide(rng):
    table = normal(rng, 3000, 500)
    table["y"] = (table["x0"] + table["x1"] * table["x2"] + rng.normal(0, 0.5, 3000) > 0).astype(int)
    return table


def classes(rng):
    kind = rng.integers(0, 30, 9000)
    centres = rng.normal(0, 2, (30, 6))
    table = normal(rng, 9000, 6) + centres[kind]
    table["y"] = [f"class{k:02d}" for k in kind]
    return table


def cities(rng):
    effect = rng.normal(0, 1.5, 3000)
    city = np.minimum(2999, (rng.pareto(0.7, 18000) * 7).astype(int) % 3000)
    table = normal(rng, 18000, 1)
    table["city"] = [f"c{c:04d}" for c in city]
    table["y"] = (effect[city] + table["x0"] + rng.normal(0, 0.5, 18000) > 0).astype(int)
    return table


def prices(rng):
    table = normal(rng, 12000, 2)
    table["kind"] = rng.choice(list("uvwz"), 12000)
    table["y"] = np.exp(2 + table["x0"] + 1.5 * (table["kind"] == "u") + 0.5 * table["x0"] * table["x1"] + rng.normal(0, 0.4, 12000)).round(2)
    return table


def reviews(rng):
    draw = random.Random(5)
    rows = []
    for _ in range(3000):
        good = draw.random() < 0.5
        words = [f"word{int(draw.expovariate(0.01))}" for _ in range(draw.randint(5, 25))]
        if draw.random() < 0.9:
            words.insert(draw.randrange(len(words)), draw.choice(GOOD if good else BAD))
        rows.append((" ".join(words), int(good)))
    return pd.DataFrame(rows, columns=["text", "y"])


def hours(rng):
    table = normal(rng, 6000, 1)
    stamps = pd.Timestamp("2026-01-01") + pd.to_timedelta(rng.integers(0, 300 * 24 * 60, 6000), unit="min")
    table["when"] = stamps.strftime("%Y-%m-%dT%H:%M:%S")
    table["y"] = (10 * (stamps.dayofweek >= 5) + 5 * np.sin(stamps.hour / 24 * 2 * math.pi) + table["x0"] + rng.normal(0, 1, 6000)).round(3)
    return table


TASKS = {
    "taxi tips": (tips, "auc"), "taxi fares": (fares, "root_mean_squared_error"), "penguins": (penguins, "log_loss"), "1 % positives": (rare, "auc"),
    "30 rows": (tiny, "auc"), "500 columns": (wide, "auc"), "30 classes": (classes, "log_loss"), "3,000 cities": (cities, "auc"),
    "skewed prices": (prices, "root_mean_squared_error"), "words": (reviews, "auc"), "times": (hours, "root_mean_squared_error")}


def peer(train, test, metric):
    train = train.dropna(axis=1, thresh=10)  # its trees fail on a column without values
    test = test[train.columns].copy()
    label, truth = train.pop("y"), test.pop("y")
    if "text" in train:
        model = make_pipeline(make_column_transformer((TfidfVectorizer(), "text")), LogisticRegression())
    else:
        for column in train.select_dtypes(["object", "string"]):
            if column == "when":
                train[column], test[column] = (pd.to_datetime(t[column]).astype("int64") // 10**9 for t in (train, test))
            else:  # it takes 255 categories at most: the most frequent ones
                kept = sorted(train[column].value_counts().index[:250])
                train[column], test[column] = (pd.Categorical(t[column].where(t[column].isin(kept)), categories=kept) for t in (train, test))
        make = HistGradientBoostingRegressor if metric.startswith("root") else HistGradientBoostingClassifier
        model = make(categorical_features="from_dtype", random_state=0)
    model.fit(train, label)
    if metric == "root_mean_squared_error":
        return root_mean_squared_error(truth, model.predict(test))
    scores = model.predict_proba(test)
    return roc_auc_score(truth, scores[:, 1]) if metric == "auc" else log_loss(truth, scores, labels=model.classes_)


def ours(tributary, work, name, metric):
    files = [os.path.join(work, f"{name}-{part}.csv") for part in ("train", "test")]
    model = os.path.join(work, name + "-model")
    home = ["--home", os.path.join(work, "home")]
    kind = ["--task", "multiclass"] if metric == "log_loss" else []
    made = subprocess.run([tributary, "model", "auto", files[0], "--label", "y", "--trials", str(TRIALS), "--out", model, "--json", *kind, *home], check=True, capture_output=True, text=True)
    best = json.loads(made.stdout[made.stdout.index("{"):])["trials"][0]["hyperparameters"]["algorithm"]
    judged = subprocess.run([tributary, "model", "evaluate", files[1], "--model", model, "--json", *home], check=True, capture_output=True, text=True)
    return json.loads(judged.stdout), best


def find(document, metric):
    if isinstance(document, dict):
        if isinstance(document.get(metric), (int, float)):
            return document[metric]
        document = list(document.values())
    if isinstance(document, list):
        for part in document:
            found = find(part, metric)
            if found is not None:
                return found
    return None


tributary, data, work = sys.argv[1:4]
os.makedirs(work)
print("| table | metric | model auto | best of its trials | HistGradientBoosting | seconds |\n|---|---|---|---|---|---|")
for task in sys.argv[4:] or TASKS:
    make, metric = TASKS[task]
    table = make(data if make in (tips, fares, penguins) else np.random.default_rng(11)).reset_index(drop=True)
    tested = np.arange(len(table)) % 3 == 0
    train, test = table[~tested].reset_index(drop=True), table[tested].reset_index(drop=True)
    name = task.replace(" ", "-").replace("%", "percent").replace(",", "")
    train.to_csv(os.path.join(work, name + "-train.csv"), index=False)
    test.to_csv(os.path.join(work, name + "-test.csv"), index=False)
    began = time.monotonic()
    judged, best = ours(tributary, work, name, metric)
    spent = time.monotonic() - began
    print(f"| {task} | {metric} | {find(judged, metric):.4f} | {best} | {peer(train, test, metric):.4f} | {spent:.0f} |", flush=True)

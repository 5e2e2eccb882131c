"""What scikit-learn and XGBoost make of the taxi trips, with the settings of our algorithms: the peer of QualityTest.

usage: quality.py trips.csv [TASK ...] > quality.csv        needs scikit-learn and xgboost
Of every five rows one is tested, another for each of the seeds 0 to 4; regressions learn from a quarter of the others. Numbers are z-scores, 0 where
missing; words are indicators. Fares count as 100 dollars at most, and their features as 5 deviations from the mean at most: a few trips would decide all.
"""
import collections
import csv
import sys
import warnings

import numpy as np
from sklearn import cluster, ensemble, linear_model, metrics, preprocessing, svm, tree
from xgboost import XGBClassifier, XGBRegressor

POSITIONS = ["trip_miles", "trip_seconds", "trip_start_hour", "trip_start_day", "trip_start_month", "pickup_latitude", "pickup_longitude", "dropoff_latitude", "dropoff_longitude"]
AREAS = ["pickup_community_area", "dropoff_community_area"]
BOOSTED = {"n_estimators": 100, "max_depth": 6, "learning_rate": 0.1, "subsample": 0.8, "colsample_bytree": 0.8, "tree_method": "hist", "n_jobs": 2}
FOREST = {"n_estimators": 20, "max_depth": 8, "min_samples_split": 20, "max_features": 0.3}
TREE = {"max_depth": 6, "min_samples_split": 100}

warnings.simplefilter("ignore")
with open(sys.argv[1], newline="", encoding="utf-8") as file:
    trips = list(csv.DictReader(file))


def numbers(names, rows):
    return np.array([[np.float32(trips[row][name] or "nan") for name in names] for row in rows], np.float64)


def scaled(names, train, rows):
    known = numbers(names, train)
    return np.nan_to_num((numbers(names, rows) - np.nanmean(known, 0)) / np.nanstd(known, 0), nan=0.0).astype(np.float32)


def words(name, most, train, rows):
    counts = collections.Counter(trips[row][name] for row in train if trips[row][name])
    known = [word for word, _ in sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))][:most]
    return np.array([[trips[row][name] == word for word in known] for row in rows], np.float32)


def tips(train, test):
    def features(rows):
        return np.hstack([scaled(POSITIONS + AREAS + ["fare"], train, rows), words("payment_type", 100, train, rows), words("company", 20, train, rows)])

    def labels(rows):
        return np.array([float(trips[row]["tips"]) > 0.2 * float(trips[row]["fare"]) for row in rows])

    known, asked, truth, answers = features(train), features(test), labels(train), labels(test)
    return lambda model: metrics.roc_auc_score(answers, model.fit(known, truth).predict_proba(asked)[:, 1])


def fare_features(train, rows):
    return np.hstack([np.clip(scaled(POSITIONS, train, rows), -5, 5), words("payment_type", 100, train, rows)])


def capped_fares(rows):
    return np.minimum(numbers(["fare"], rows), 100)


def fares(train, test):
    train = [row for row in train if row // 5 % 4 == 0]
    known, asked, answers = fare_features(train, train), fare_features(train, test), capped_fares(test)[:, 0]
    # Regularised learners see labels of deviation 1, as ours do.
    scaler = preprocessing.StandardScaler().fit(capped_fares(train))
    truth = scaler.transform(capped_fares(train))[:, 0]

    def error(model):
        predictions = scaler.inverse_transform(model.fit(known, truth).predict(asked)[:, None])[:, 0]
        return metrics.root_mean_squared_error(answers, predictions)

    return error


def clusters(train, test):
    known, asked = fare_features(train, train), fare_features(train, test)
    return lambda model: np.mean(np.min(model.fit(known).transform(asked), 1) ** 2)


def plain_start(rows, count, random_state):
    """k-means++ as Arthur and Vassilvitskii have it, and Tribuo: one candidate for each centre. By default there are several, and the best is taken."""
    return cluster.kmeans_plusplus(rows, count, n_local_trials=1, random_state=random_state)[0]


PEERS = {
    "tips": (
        tips,
        {
            "LogisticRegression": lambda seed: linear_model.LogisticRegression(C=np.inf, max_iter=5000),
            "FactorizationMachine": lambda seed: linear_model.LogisticRegression(C=np.inf, max_iter=5000),
            "LibLinear": lambda seed: linear_model.LogisticRegression(C=1, solver="liblinear"),
            "DecisionTree": lambda seed: tree.DecisionTreeClassifier(**TREE, random_state=seed),
            "RandomForest": lambda seed: ensemble.RandomForestClassifier(**FOREST, random_state=seed),
            "ExtraTrees": lambda seed: ensemble.ExtraTreesClassifier(**FOREST, random_state=seed),
            "AdaBoost": lambda seed: ensemble.AdaBoostClassifier(tree.DecisionTreeClassifier(max_depth=3, min_samples_split=20), n_estimators=50, random_state=seed),
            "XgBoost": lambda seed: XGBClassifier(**BOOSTED, random_state=seed),
        },
    ),
    "fares": (
        fares,
        {
            "LinearRegression": lambda seed: linear_model.LinearRegression(),
            "FactorizationMachine": lambda seed: linear_model.LinearRegression(),
            "LibLinear": lambda seed: svm.LinearSVR(C=1, epsilon=0.1, loss="squared_epsilon_insensitive", max_iter=10000, random_state=seed),
            "DecisionTree": lambda seed: tree.DecisionTreeRegressor(**TREE, random_state=seed),
            "RandomForest": lambda seed: ensemble.RandomForestRegressor(**FOREST, random_state=seed),
            "ExtraTrees": lambda seed: ensemble.ExtraTreesRegressor(**FOREST, random_state=seed),
            "XgBoost": lambda seed: XGBRegressor(**BOOSTED, random_state=seed),
        },
    ),
    "clusters": (clusters, {"KMeans": lambda seed: cluster.KMeans(8, init=plain_start, n_init=1, max_iter=100, random_state=seed)}),
}

print("task,algorithm,seed,value")
for task in sys.argv[2:] or PEERS:
    question, learners = PEERS[task]
    for seed in range(5):
        rows = range(len(trips))
        judge = question([row for row in rows if row % 5 != seed], [row for row in rows if row % 5 == seed])
        for name, learner in learners.items():
            print(f"{task},{name},{seed},{float(judge(learner(seed)))!r}", flush=True)

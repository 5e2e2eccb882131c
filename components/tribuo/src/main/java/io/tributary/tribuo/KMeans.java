package io.tributary.tribuo;

import io.tributary.components.trainer.Algorithm;
import io.tributary.components.trainer.FittedModel;
import io.tributary.components.trainer.TrainingData;
import io.tributary.components.transform.Task;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.tribuo.clustering.kmeans.KMeansTrainer;
import org.tribuo.math.distance.L2Distance;
import org.tribuo.math.la.DenseVector;

/**
 * K-means by Lloyd's algorithm, started by k-means++: centres that are the means of the rows
 * nearest to them, by Euclidean distance. An id counts as a one-hot vector. Expects numbers on
 * similar scales, as a z-score gives them. Does not look at labels.
 *
 * @param clusters at least 1 and at most as many as there are rows, default 8
 * @param iterations at most, at least 1, default 100
 */
public record KMeans(int clusters, int iterations) implements Algorithm {
  /** Tribuo adds up in no fixed order on more. */
  private static final int THREADS = 1;

  public KMeans {
    Parameters.require("clusters", clusters, clusters >= 1, ">= 1");
    Parameters.require("iterations", iterations, iterations >= 1, ">= 1");
  }

  /** With defaults. */
  public KMeans() {
    this(8, 100);
  }

  public KMeans withClusters(int newClusters) {
    return new KMeans(newClusters, iterations);
  }

  public KMeans withIterations(int newIterations) {
    return new KMeans(clusters, newIterations);
  }

  @Override
  public Set<Task> tasks() {
    return Set.of(Task.CLUSTERING);
  }

  @Override
  public FittedModel fit(TrainingData data, long seed) {
    TribuoLog.warningsOnly();
    var dataset = MatrixDataset.unlabelled(data);
    Parameters.require(
        "clusters",
        clusters,
        clusters <= data.rows(),
        "at most " + data.rows() + ", as many as there are rows");
    var fitted =
        new KMeansTrainer(
                clusters,
                iterations,
                new L2Distance(),
                KMeansTrainer.Initialisation.PLUSPLUS,
                THREADS,
                seed)
            .train(dataset);
    var centres =
        Arrays.stream(fitted.getCentroidVectors())
            .map(DenseVector::toArray)
            .toArray(double[][]::new);
    return new ClusterModel(
        fitted,
        dataset.layout(),
        centres,
        Described.of(fitted, "k-means", hyperParameters(), Map.of("clusters", centres.length)));
  }

  private Map<String, Object> hyperParameters() {
    var parameters = new LinkedHashMap<String, Object>();
    parameters.put("clusters", clusters);
    parameters.put("iterations", iterations);
    return parameters;
  }
}

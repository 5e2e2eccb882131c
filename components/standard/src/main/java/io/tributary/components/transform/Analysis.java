package io.tributary.components.transform;

import static java.util.Objects.requireNonNull;

import io.tributary.api.data.Aggregation;
import io.tributary.serving.Predictor;
import io.tributary.serving.RowInputs;
import io.tributary.serving.Tensor;
import io.tributary.serving.Tensors;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * All statistics of one pass. Numbers are computed by the same nodes that serve: one run of a graph
 * per batch gives the values of all of them.
 *
 * @param requests what to gather
 * @param computed the graph whose outputs are the numbers and integers, named by {@link #output};
 *     empty if none is asked for; closed with the analysis
 * @param texts the raw columns of the texts
 */
record Analysis(List<Request> requests, Optional<Predictor> computed, Optional<RowInputs> texts)
    implements Aggregation<List<Statistic>, List<Statistic>>, Serializable, AutoCloseable {

  /**
   * A text and where its values are: in the raw column of that name, or in the graph's output.
   *
   * @param column empty for the digits of integers
   */
  @SuppressWarnings("serial") // optional fields: engines that send it know how
  record Text(TextSource source, Optional<String> column) implements Serializable {}

  /**
   * A statistic.
   *
   * @param where what error messages call it
   * @param text the text, counted or cut into words, or the key; empty if there is neither
   */
  @SuppressWarnings("serial") // optional fields: engines that send it know how
  record Request(Gathering gathering, String where, Optional<Text> text) implements Serializable {}

  /** Name of the graph's output for the expression at {@code position}. */
  static String output(int position) {
    return "value/" + position;
  }

  private List<Statistic> fresh() {
    var statistics = new ArrayList<Statistic>(requests.size());
    requests.forEach(request -> statistics.add(request.gathering().create(request.where())));
    return statistics;
  }

  @Override
  public Optional<Set<String>> readColumns() {
    var columns = new LinkedHashSet<String>();
    computed.ifPresent(graph -> columns.addAll(graph.columns()));
    texts.ifPresent(inputs -> columns.addAll(inputs.columns()));
    return Optional.of(columns);
  }

  @Override
  public List<Statistic> create(Schema schema) {
    return fresh();
  }

  @Override
  public void add(List<Statistic> statistics, VectorSchemaRoot batch) {
    var rows =
        new Rows(
            computed.map(graph -> graph.predict(batch)),
            texts.map(inputs -> inputs.read(batch, 0, batch.getRowCount())));
    for (int i = 0; i < requests.size(); i++) {
      rows.addTo(statistics.get(i), requests.get(i));
    }
  }

  /** Values of a batch. */
  private record Rows(Optional<Tensors> computed, Optional<Map<String, Tensor>> texts) {
    void addTo(Statistic statistic, Request request) {
      if (request.gathering().text().isPresent()) {
        var text = request.text().orElseThrow();
        text.source().forEach(of(text), statistic::add);
        return;
      }
      if (statistic instanceof CovarianceStatistic covariances) {
        covariances.add(request.gathering().numbers().stream().map(this::numbers).toList());
        return;
      }
      double[] values = numbers(request.gathering().numbers().get(0));
      if (statistic instanceof KeyedStatistic keyed) {
        var key = request.text().orElseThrow();
        keyed.add(values, key.source(), of(key));
      } else {
        statistic.add(values);
      }
    }

    private double[] numbers(int position) {
      return computed.orElseThrow().doubles(output(position));
    }

    private Tensor of(Text text) {
      return text.column()
          .map(name -> requireNonNull(texts.orElseThrow().get(name)))
          .orElseGet(() -> computed.orElseThrow().get(output(text.source().origin())));
    }
  }

  @Override
  public void merge(List<Statistic> statistics, List<Statistic> later) {
    for (int i = 0; i < statistics.size(); i++) {
      statistics.get(i).merge(later.get(i));
    }
  }

  @Override
  public List<Statistic> finish(List<Statistic> statistics) {
    return statistics;
  }

  @Override
  public void encode(List<Statistic> statistics, DataOutput out) throws IOException {
    for (var statistic : statistics) {
      statistic.encode(out);
    }
  }

  @Override
  public List<Statistic> decode(DataInput in) throws IOException {
    var statistics = fresh();
    for (var statistic : statistics) {
      statistic.decode(in);
    }
    return statistics;
  }

  @Override
  public void close() {
    computed.ifPresent(graph -> graph.model().close());
  }
}

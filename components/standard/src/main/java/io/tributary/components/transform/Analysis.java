package io.tributary.components.transform;

import io.tributary.api.data.Aggregation;
import io.tributary.serving.Predictor;
import io.tributary.serving.RowInputs;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * All statistics of one pass. Numbers are computed by the same nodes that serve: one run of a graph
 * per batch gives the values of all of them.
 *
 * @param requests what to gather
 * @param numbers the graph whose outputs are the numbers, named by {@link #output}; empty if no
 *     number is asked for; closed with the analysis
 * @param texts the raw columns of the texts
 */
record Analysis(List<Request> requests, Optional<Predictor> numbers, Optional<RowInputs> texts)
    implements Aggregation<List<Statistic>, List<Statistic>>, Serializable, AutoCloseable {

  /**
   * A statistic of one expression.
   *
   * @param where what error messages call it
   * @param text where texts come from; empty for numbers
   * @param cut how texts are cut into words; empty if they are not
   */
  @SuppressWarnings("serial") // optional fields: engines that send it know how
  record Request(
      Statistic.Kind kind,
      int operand,
      String where,
      Optional<TextSource> text,
      Optional<Words.Cut> cut)
      implements Serializable {}

  /** Name of the graph's output for the expression at {@code position}. */
  static String output(int position) {
    return "value/" + position;
  }

  private List<Statistic> fresh() {
    var statistics = new ArrayList<Statistic>(requests.size());
    requests.forEach(request -> statistics.add(request.kind().create(request.where())));
    return statistics;
  }

  @Override
  public Optional<Set<String>> readColumns() {
    var columns = new LinkedHashSet<String>();
    numbers.ifPresent(graph -> columns.addAll(graph.columns()));
    texts.ifPresent(inputs -> columns.addAll(inputs.columns()));
    return Optional.of(columns);
  }

  @Override
  public List<Statistic> create(Schema schema) {
    return fresh();
  }

  @Override
  public void add(List<Statistic> statistics, VectorSchemaRoot batch) {
    var values = numbers.map(graph -> graph.predict(batch));
    var columns = texts.map(inputs -> inputs.read(batch, 0, batch.getRowCount()));
    for (int i = 0; i < requests.size(); i++) {
      var request = requests.get(i);
      if (request.text().isPresent()) {
        request.text().get().forEach(columns.orElseThrow(), sink(statistics.get(i), request));
      } else {
        statistics.get(i).add(values.orElseThrow().doubles(output(request.operand())));
      }
    }
  }

  private static TextSource.Sink sink(Statistic statistic, Request request) {
    if (statistic instanceof WordsStatistic words) {
      var cut = request.cut().orElseThrow();
      return (data, from, to) -> words.add(data, from, to, cut);
    }
    var terms = (TermsStatistic) statistic;
    return (data, from, to) -> terms.add(data, from, to, 1);
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
    numbers.ifPresent(graph -> graph.model().close());
  }
}

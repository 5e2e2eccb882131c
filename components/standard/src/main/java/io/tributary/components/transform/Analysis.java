package io.tributary.components.transform;

import static java.util.Objects.requireNonNull;

import io.tributary.api.data.Aggregation;
import io.tributary.serving.Predictor;
import io.tributary.serving.RaggedTensor;
import io.tributary.serving.RowInputs;
import io.tributary.serving.Tensor;
import io.tributary.serving.TensorSpec;
import io.tributary.serving.Tensors;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * All statistics of one pass. Numbers are computed by the same nodes that serve: one run of a graph
 * per batch gives the values of all of them, but for those that no node computes.
 *
 * @param requests what to gather
 * @param plain the numbers that are read without a graph, by their positions
 * @param computed the graph whose outputs are the other numbers and integers, named by {@link
 *     #output}; empty if none is asked for; closed with the analysis
 * @param raw the raw columns of texts and plain numbers
 */
@SuppressWarnings("serial") // optional fields: engines that send it know how
record Analysis(
    List<Request> requests,
    Map<Integer, NumberSource> plain,
    Optional<Predictor> computed,
    Optional<RowInputs> raw)
    implements Aggregation<List<Statistic>, List<Statistic>>, Serializable, AutoCloseable {

  Analysis {
    // a part of a list cannot be sent
    requests = List.copyOf(requests);
  }

  private static final int MANY = 64;
  private static final int REQUESTS_PER_SHARER = 4;

  /**
   * A text, or a list of texts, and where its values are: in the raw column of that name, or in the
   * graph's output.
   *
   * @param column empty for the digits of integers
   */
  @SuppressWarnings("serial") // optional fields: engines that send it know how
  record Text(TextSource source, Optional<Raw> column) implements Serializable {
    /** The column of lists; empty if it is one of texts. */
    Optional<TensorSpec> lists() {
      return column.filter(raw -> raw.kind().isList()).map(Raw::input);
    }
  }

  /**
   * A statistic.
   *
   * @param where what error messages call it
   * @param text the text, counted or cut into words, or the key; empty if there is neither
   * @param part which of the gathering's parts it is
   */
  @SuppressWarnings("serial") // optional fields: engines that send it know how
  record Request(Gathering gathering, String where, Optional<Text> text, int part)
      implements Serializable {}

  /** Name of the graph's output for the expression at {@code position}. */
  static String output(int position) {
    return "value/" + position;
  }

  private List<Statistic> fresh() {
    var statistics = new ArrayList<Statistic>(requests.size());
    requests.forEach(
        request -> statistics.add(request.gathering().create(request.where(), request.part())));
    return statistics;
  }

  @Override
  public Optional<Set<String>> readColumns() {
    var columns = new LinkedHashSet<String>();
    computed.ifPresent(graph -> columns.addAll(graph.columns()));
    raw.ifPresent(inputs -> columns.addAll(inputs.columns()));
    requests.stream()
        .flatMap(request -> request.text().flatMap(Text::lists).stream())
        .forEach(lists -> columns.add(lists.name()));
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
            batch,
            computed.map(graph -> graph.predict(batch)),
            raw.map(inputs -> inputs.read(batch, 0, batch.getRowCount())));
    for (int i = 0; i < requests.size(); i++) {
      var statistic = statistics.get(i);
      synchronized (statistic) {
        rows.addTo(statistic, requests.get(i));
      }
    }
  }

  /** Values of a batch. */
  private final class Rows {
    private final VectorSchemaRoot batch;
    private final Optional<Tensors> computed;
    private final Optional<Map<String, Tensor>> raw;
    private final Map<Integer, double[]> numbers = new HashMap<>();
    private final Map<TensorSpec, RaggedTensor> lists = new HashMap<>();

    Rows(VectorSchemaRoot batch, Optional<Tensors> computed, Optional<Map<String, Tensor>> raw) {
      this.batch = batch;
      this.computed = computed;
      this.raw = raw;
    }

    void addTo(Statistic statistic, Request request) {
      if (request.gathering().text().isPresent()) {
        var text = request.text().orElseThrow();
        var guide = request.gathering().guide();
        statistic.guide(guide.weight().map(this::numbers), guide.label().map(this::numbers));
        text.lists()
            .ifPresentOrElse(
                column -> ((WordsStatistic) statistic).add(text.source(), ragged(column)),
                () -> text.source().forEach(of(text), statistic::add));
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
      return numbers.computeIfAbsent(
          position,
          at -> {
            var source = plain.get(at);
            return source == null
                ? computed.orElseThrow().doubles(output(at))
                : source.of(column(source.raw().column()));
          });
    }

    private Tensor column(String name) {
      return requireNonNull(raw.orElseThrow().get(name));
    }

    private RaggedTensor ragged(TensorSpec column) {
      return lists.computeIfAbsent(
          column,
          read ->
              RaggedTensor.read(
                      batch.getVector(read.name()), read.datatype(), 0, batch.getRowCount())
                  .orElseThrow());
    }

    private Tensor of(Text text) {
      return text.column()
          .map(raw -> column(raw.column()))
          .orElseGet(() -> computed.orElseThrow().get(output(text.source().origin())));
    }
  }

  @Override
  public boolean isOrderFree() {
    return true;
  }

  /** Of many statistics, threads are seldom at the same one. */
  @Override
  public int sharers(Schema schema) {
    return requests.size() < MANY ? 1 : requests.size() / REQUESTS_PER_SHARER;
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

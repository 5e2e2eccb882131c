package io.tributary.runner.airflow.client;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Which runs to list, and in what order.
 *
 * @param states any of these; all if there are none
 * @param from from this logical date on
 * @param to until this logical date, which counts
 * @param order the field to sort by, descending with a minus sign: {@code -start_date}
 */
public record RunFilter(
    List<RunState> states, Optional<Instant> from, Optional<Instant> to, String order) {

  /** All, as they were created. */
  public static final RunFilter ALL =
      new RunFilter(List.of(), Optional.empty(), Optional.empty(), "id");

  public RunFilter {
    states = List.copyOf(states);
  }

  /** Only those in these states. */
  public RunFilter inStates(RunState... any) {
    return new RunFilter(List.of(any), from, to, order);
  }

  /** Only those with a logical date in a range, both ends of which count. */
  public RunFilter between(Instant first, Instant last) {
    return new RunFilter(states, Optional.of(first), Optional.of(last), order);
  }

  /** In another order. */
  public RunFilter orderedBy(String field) {
    return new RunFilter(states, from, to, field);
  }

  Request apply(Request request, Api api) {
    var date = api == Api.V1 ? "execution_date" : "logical_date";
    return request
        .with("state", states)
        .with(date + "_gte", from)
        .with(date + "_lte", to)
        .with("order_by", order);
  }
}

package io.tributary.components.examplegen;

import static java.util.Objects.requireNonNull;

import io.tributary.api.Channel;
import io.tributary.api.Component;
import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.Explanation;
import io.tributary.api.PastOutputs;
import io.tributary.api.Run;
import io.tributary.api.RuntimeParameter;
import io.tributary.api.Secret;
import io.tributary.api.artifact.Examples;
import io.tributary.api.span.ScheduledSpan;
import io.tributary.data.jdbc.JdbcQuery;
import io.tributary.data.jdbc.JdbcTable;
import io.tributary.data.split.Sampling;
import io.tributary.data.split.SplitConfig;
import io.tributary.data.split.Splits;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads the answer to a query into examples, in the order in which the database gives it; types are
 * said at {@link JdbcTable}. A query with ORDER BY gives the same examples as long as the data is
 * the same; without, the database chooses.
 *
 * <p>A query may be about spans of days, by TFX's names: {@code @span_begin_timestamp} and
 * {@code @span_end_timestamp} are the seconds since 1970 at which the first span begins and the
 * last one ends, in UTC, {@code @span_yyyymmdd_utc} is the day, quoted, such as {@code '20261130'}.
 *
 * <p>No one can tell whether a database has changed without asking it: the query is executed in
 * every run. Nodes below are still reused when the answer is the same.
 *
 * @param url of JDBC, without a password; the driver has to be among the jars of the run
 * @param user to enter as
 * @param password to enter with
 * @param sql one statement that gives rows
 * @param splits how rows are divided; default two to one, by a hash
 * @param sampling which rows are kept; default all
 * @param span what the query is about; empty if it has none of TFX's names in it
 */
public record QueryExampleGen(
    String url,
    Optional<String> user,
    Optional<Secret> password,
    String sql,
    Splits splits,
    Sampling sampling,
    Optional<RuntimeParameter<ScheduledSpan>> span)
    implements Component<QueryExampleGen.Outputs> {

  private static final String BEGIN = "@span_begin_timestamp";
  private static final String END = "@span_end_timestamp";
  private static final String DAY = "@span_yyyymmdd_utc";
  private static final long DAY_SECONDS = 86_400;
  private static final Pattern PASSWORD =
      Pattern.compile("//[^/@]*:[^/@]*@|(?i)[?&;](?:password|passwd|pwd)=");

  /**
   * What a run makes.
   *
   * @param examples the rows
   */
  public record Outputs(Channel<Examples> examples) {}

  public QueryExampleGen {
    JdbcQuery.of(url, sql);
    if (PASSWORD.matcher(url).find()) {
      throw new IllegalArgumentException(
          "url: holds a password (expected: none, since parameters are stored as they are); use withCredentials");
    }
    requireNonNull(user, "user");
    requireNonNull(password, "password");
    requireNonNull(splits, "splits");
    requireNonNull(sampling, "sampling");
    requireNonNull(span, "span");
    if (hasSpan(sql) != span.isPresent()) {
      throw new IllegalArgumentException(
          span.isPresent()
              ? "sql: without a span (expected: "
                  + BEGIN
                  + ", "
                  + END
                  + " or "
                  + DAY
                  + " in it); say where the span stands, or leave the parameter out"
              : "sql: about a span (expected: a parameter that says which); call withSpan");
    }
  }

  private static boolean hasSpan(String sql) {
    return sql.contains(BEGIN) || sql.contains(END) || sql.contains(DAY);
  }

  /**
   * A query without credentials, and about the spans of the parameter {@code span} if about any.
   */
  public QueryExampleGen(String url, String sql) {
    this(
        url,
        Optional.empty(),
        Optional.empty(),
        sql,
        SplitConfig.trainAndEval(),
        Sampling.ALL,
        hasSpan(sql)
            ? Optional.of(RuntimeParameter.required("span", ScheduledSpan.class))
            : Optional.empty());
  }

  /** Enters with credentials. */
  public QueryExampleGen withCredentials(String name, Secret secret) {
    return new QueryExampleGen(
        url, Optional.of(name), Optional.of(secret), sql, splits, sampling, span);
  }

  /** Divides the rows otherwise than two to one. */
  public QueryExampleGen withSplits(Splits other) {
    return new QueryExampleGen(url, user, password, sql, other, sampling, span);
  }

  /** Keeps a part of the rows; which, depends on the seed of the run. */
  public QueryExampleGen withSampling(Sampling other) {
    return new QueryExampleGen(url, user, password, sql, splits, other, span);
  }

  /** The spans are those that this parameter says. */
  public QueryExampleGen withSpan(RuntimeParameter<ScheduledSpan> parameter) {
    return new QueryExampleGen(url, user, password, sql, splits, sampling, Optional.of(parameter));
  }

  @Override
  public boolean isReusable(PastOutputs<Outputs> past) {
    return false;
  }

  @Override
  public void run(Run<Outputs> run) throws IOException {
    var wanted = span.map(run::value);
    var table = JdbcTable.snapshot(query(run, wanted), run.temporaryDirectory());
    var examples = run.output(Outputs::examples);
    examples.set(Examples.SPAN, wanted.map(ScheduledSpan::last).orElse(0L));
    examples.set(Examples.INPUT_FINGERPRINT, table.digest());
    new Ingestion<>(run, Outputs::examples, Optional.empty(), Reading.defaults(), sampling)
        .write(table.batches(), splits);
    run.progress(
        wanted.map(about -> "span " + about + ": ").orElse("")
            + table.rows()
            + " rows, "
            + table.schema().getFields().size()
            + " columns");
  }

  private JdbcQuery query(Run<Outputs> run, Optional<ScheduledSpan> wanted) {
    return new JdbcQuery(
        url,
        user,
        password.map(run::reveal),
        wanted.map(this::about).orElse(sql),
        JdbcQuery.of(url, sql).fetchRows());
  }

  /** The query with the spans filled in. */
  private String about(ScheduledSpan spans) {
    if (spans.isLatest()) {
      throw wrong(spans, "a span or a range, since a query cannot tell which is the latest");
    }
    try {
      var day = LocalDate.ofEpochDay(spans.first());
      if (sql.contains(DAY) && spans.first() != spans.last()) {
        throw wrong(spans, "a single day, since the query has " + DAY);
      }
      return sql.replace(BEGIN, Long.toString(Math.multiplyExact(spans.first(), DAY_SECONDS)))
          .replace(END, Long.toString(Math.multiplyExact(spans.last() + 1, DAY_SECONDS)))
          .replace(DAY, "'" + day.format(DateTimeFormatter.BASIC_ISO_DATE) + "'");
    } catch (DateTimeException | ArithmeticException e) {
      throw wrong(spans, "days since 1970-01-01");
    }
  }

  private ExecutionFailure wrong(ScheduledSpan spans, String expected) {
    return new ExecutionFailure(
        Code.INVALID_ARGUMENT,
        new Explanation(
            "runtime parameter '" + span.orElseThrow().name() + "'",
            spans.toString(),
            expected,
            "say the span when the run is started, such as 2026-11-30"));
  }
}

package io.tributary.runner.airflow.client;

import io.tributary.api.Explanation;
import io.tributary.runner.airflow.client.AirflowException.Reason;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.util.regex.Pattern;

/**
 * A server of Airflow, by its REST interface: v1 of Airflow 2.10 and 2.11, or v2 of Airflow 3,
 * whichever it has. What only one of them has is said at the method; the other throws {@link
 * Reason#UNSUPPORTED}.
 *
 * <p>Requests that change nothing when they are repeated, and those that make something with a name
 * of its own, are repeated when a connection fails or the server is too busy or out of order, as
 * the options say. Others are repeated only if the server has certainly not begun with them.
 * Whatever fails is an {@link AirflowException}.
 *
 * <p>Lists are streams that ask for a page when they come to it. What is added or deleted meanwhile
 * may shift a page, so that an entry is left out or comes twice.
 *
 * <p>Safe for use by several threads.
 */
public final class AirflowClient {
  private static final Pattern RELEASE = Pattern.compile("(\\d+)\\.(\\d+)\\..*");

  private final Http http;
  private final AirflowVersion version;

  private AirflowClient(Http http, AirflowVersion version) {
    this.http = http;
    this.version = version;
  }

  /**
   * A client with the options {@link ClientOptions#DEFAULT}.
   *
   * @see #connect(URI, Credentials, ClientOptions)
   */
  public static AirflowClient connect(URI server, Credentials credentials) {
    return connect(server, credentials, ClientOptions.DEFAULT);
  }

  /**
   * Asks a server for its release, and which version of the interface it has. Most servers tell it
   * to anybody, so wrong credentials show with the first request that follows.
   *
   * @param server such as {@code https://airflow.example.com}, or with a path if it lies below one
   * @throws AirflowException if nobody answers, or not an Airflow from 2.10 on
   */
  public static AirflowClient connect(URI server, Credentials credentials, ClientOptions options) {
    return connect(
        server,
        credentials,
        options,
        Clock.systemUTC(),
        duration -> Thread.sleep(duration.toMillis()));
  }

  static AirflowClient connect(
      URI server, Credentials credentials, ClientOptions options, Clock clock, Http.Pause pause) {
    var base = base(server);
    var client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(options.connectTimeout())
            .build();
    var v2 = new Http(base, Api.V2, credentials, client, options, clock, pause);
    try {
      return new AirflowClient(v2, version(v2));
    } catch (AirflowException e) {
      if (e.reason() != Reason.NOT_FOUND) {
        throw e;
      }
    }
    var v1 = new Http(base, Api.V1, credentials, client, options, clock, pause);
    AirflowVersion version;
    try {
      version = version(v1);
    } catch (AirflowException e) {
      throw e.reason() != Reason.NOT_FOUND
          ? e
          : unsupported(base, "neither /api/v2 nor /api/v1", "give the address of its web server");
    }
    if (!isNewEnough(version.version())) {
      throw unsupported(base, "Airflow " + version.version(), "upgrade Airflow");
    }
    return new AirflowClient(v1, version);
  }

  private static URI base(URI server) {
    if (!("http".equals(server.getScheme()) || "https".equals(server.getScheme()))
        || server.getHost() == null
        || server.getQuery() != null
        || server.getFragment() != null
        || server.getUserInfo() != null) {
      throw AirflowException.of(
          Reason.INVALID,
          new Explanation(
              "address of Airflow",
              server.getUserInfo() == null ? "'" + server + "'" : "one with a user in it",
              "http:// or https://, a host, and a path if there is one",
              "give the address that shows Airflow's pages, and the user as credentials"));
    }
    return URI.create(server.toString().replaceAll("/+$", ""));
  }

  private static AirflowVersion version(Http http) {
    return http.one(Request.of(Operation.GET_VERSION), AirflowVersion.class);
  }

  private static boolean isNewEnough(String release) {
    var numbers = RELEASE.matcher(release);
    if (!numbers.matches()) {
      return false;
    }
    var major = Integer.parseInt(numbers.group(1));
    return major > 2 || (major == 2 && Integer.parseInt(numbers.group(2)) >= 10);
  }

  private static AirflowException unsupported(URI server, String value, String remedy) {
    return AirflowException.of(
        Reason.UNSUPPORTED,
        new Explanation("Airflow at " + server, value, "Airflow 2.10, 2.11 or 3", remedy));
  }

  /** The release of the server, as it was when the client connected. */
  public AirflowVersion version() {
    return version;
  }

  /** Which version of the interface the server has. */
  public Api api() {
    return http.api();
  }

  /** How the parts of the server are now. It tells anybody. */
  public Health health() {
    return http.one(Request.of(Operation.GET_HEALTH), Health.class);
  }

  /** DAGs, their files, and what is wrong with these. */
  public Dags dags() {
    return new Dags(http);
  }

  /** Runs of DAGs. */
  public DagRuns runs() {
    return new DagRuns(http);
  }

  /** Tasks of runs, and their logs. */
  public TaskInstances taskInstances() {
    return new TaskInstances(http);
  }

  /** What tasks leave for each other. */
  public XComs xcoms() {
    return new XComs(http);
  }

  /** Settings that DAGs read. */
  public Variables variables() {
    return new Variables(http);
  }

  /** How tasks reach other systems. */
  public Connections connections() {
    return new Connections(http);
  }

  /** How many tasks may run at once. */
  public Pools pools() {
    return new Pools(http);
  }

  /** Data that starts DAGs; the datasets of Airflow 2. */
  public Assets assets() {
    return new Assets(http);
  }

  /** Runs for the past; Airflow 3 only. */
  public Backfills backfills() {
    return new Backfills(http);
  }

  /** What was done, and by whom. */
  public EventLogs eventLogs() {
    return new EventLogs(http);
  }
}

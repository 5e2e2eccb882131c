package io.tributary.runner.airflow;

import io.tributary.api.Explanation;
import io.tributary.runner.airflow.client.Credentials;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where Airflow is, and how it reaches Tributary.
 *
 * @param url of its REST interface, without {@code /api/v2}
 * @param credentials who asks
 * @param dags its folder of DAG files, as it is found from here
 * @param program the {@code tributary} command on its workers
 * @param parsing how long it may take to notice a new DAG file
 */
record AirflowOptions(
    URI url, Credentials credentials, Path dags, String program, Duration parsing) {
  private static final String URL = "url";
  private static final String DAGS = "dags";
  private static final String USER = "user";
  private static final String PASSWORD = "password";
  private static final String TOKEN = "token";
  private static final String PROGRAM = "program";
  private static final String PARSING = "parsing";
  private static final List<String> NAMES =
      List.of(URL, DAGS, USER, PASSWORD, TOKEN, PROGRAM, PARSING);

  /** By default Airflow looks for new files every five minutes. */
  private static final Duration DEFAULT_PARSING = Duration.ofMinutes(10);

  /** Variables that stand in for options which others would see among the processes. */
  private static final String VARIABLE = "TRIBUTARY_AIRFLOW_";

  /**
   * Reads options.
   *
   * @param environment gives the value of a variable, or null
   * @throws IllegalArgumentException with all that is wrong
   */
  static AirflowOptions of(Map<String, String> given, UnaryOperator<@Nullable String> environment) {
    var problems = new ArrayList<Explanation>();
    for (var name : given.keySet()) {
      if (!NAMES.contains(name)) {
        problems.add(wrong(name, "unknown", "one of " + NAMES, "correct its name"));
      }
    }
    var url = url(given, problems);
    var dags = dags(given, problems);
    var parsing = parsing(given, problems);
    var credentials = credentials(given, environment, problems);
    if (url.isEmpty() || dags.isEmpty() || !problems.isEmpty()) {
      throw new IllegalArgumentException(
          problems.stream().map(Explanation::toString).collect(Collectors.joining("\n")));
    }
    var program =
        given.getOrDefault(PROGRAM, System.getProperty("tributary.launcher", "tributary"));
    return new AirflowOptions(url.get(), credentials, dags.get(), program, parsing);
  }

  private static Explanation wrong(String name, String value, String expected, String remedy) {
    return new Explanation("runner 'airflow' > option " + name, value, expected, remedy);
  }

  private static Optional<URI> url(Map<String, String> given, List<Explanation> problems) {
    var text = given.get(URL);
    var expected = "the address of Airflow, such as http://localhost:8080";
    if (text == null) {
      problems.add(wrong(URL, "none", expected, "pass --runner-option url=..."));
      return Optional.empty();
    }
    try {
      return Optional.of(URI.create(text));
    } catch (IllegalArgumentException e) {
      problems.add(wrong(URL, "'" + text + "'", expected, "correct it"));
      return Optional.empty();
    }
  }

  private static Optional<Path> dags(Map<String, String> given, List<Explanation> problems) {
    var text = given.get(DAGS);
    var expected = "Airflow's folder of DAG files, as it is found from here";
    if (text == null) {
      problems.add(wrong(DAGS, "none", expected, "pass --runner-option dags=..."));
      return Optional.empty();
    }
    var folder = Path.of(text).toAbsolutePath().normalize();
    if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
      problems.add(
          wrong(
              DAGS,
              "'" + folder + "', which is no folder that can be written to",
              expected,
              "correct it, or make it"));
    }
    return Optional.of(folder);
  }

  private static Duration parsing(Map<String, String> given, List<Explanation> problems) {
    var text = given.get(PARSING);
    if (text == null) {
      return DEFAULT_PARSING;
    }
    try {
      var duration = Duration.parse(text);
      if (duration.compareTo(Duration.ZERO) > 0) {
        return duration;
      }
    } catch (DateTimeParseException e) {
      // told below
    }
    problems.add(
        wrong(
            PARSING,
            "'" + text + "'",
            "how long Airflow may take to notice a new file, such as PT5M",
            "correct it, or leave it out for " + DEFAULT_PARSING));
    return DEFAULT_PARSING;
  }

  private static Credentials credentials(
      Map<String, String> given,
      UnaryOperator<@Nullable String> environment,
      List<Explanation> problems) {
    var token = secret(TOKEN, given, environment);
    var password = secret(PASSWORD, given, environment);
    var user = given.get(USER);
    if (user != null && password.isPresent()) {
      return Credentials.password(user, password.get());
    }
    if (user != null) {
      problems.add(
          wrong(
              USER,
              "'" + user + "' without a password",
              "a password, too",
              "set the variable " + VARIABLE + "PASSWORD"));
    }
    return token.map(Credentials::bearer).orElseGet(Credentials::anonymous);
  }

  private static Optional<String> secret(
      String name, Map<String, String> given, UnaryOperator<@Nullable String> environment) {
    return Optional.ofNullable(given.get(name))
        .or(() -> Optional.ofNullable(environment.apply(VARIABLE + name.toUpperCase(Locale.ROOT))))
        .filter(text -> !text.isEmpty());
  }
}

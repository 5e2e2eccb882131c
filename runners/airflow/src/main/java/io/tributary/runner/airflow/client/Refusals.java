package io.tributary.runner.airflow.client;

import static java.util.Locale.ROOT;

import io.tributary.runner.airflow.client.AirflowException.Reason;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** What statuses mean that are no success. */
record Refusals(Api api, Clock clock) {

  /** Whether another token may do. */
  static boolean refusesToken(HttpResponse<byte[]> answer) {
    return answer.statusCode() == 401
        || (answer.statusCode() == 403
            && AnswerText.detail(answer).toLowerCase(ROOT).contains("token"));
  }

  AttemptFailure of(HttpResponse<byte[]> answer) {
    var status = answer.statusCode();
    var said = status + ": " + AnswerText.detail(answer);
    var failure =
        switch (status) {
          case 401 ->
              new AttemptFailure(
                  Reason.UNAUTHENTICATED,
                  said,
                  "a user whom this Airflow knows",
                  answer.headers().allValues("WWW-Authenticate").stream()
                          .anyMatch(scheme -> scheme.startsWith("Negotiate"))
                      ? "it asks for Kerberos, which this client does not have: let it accept a password or a token, too"
                      : "check user and password, or the token");
          case 403 ->
              refusesToken(answer)
                  ? new AttemptFailure(
                      Reason.UNAUTHENTICATED,
                      said,
                      "a token that this Airflow has issued and that has not expired",
                      "get another token, at /auth/token")
                  : new AttemptFailure(
                      Reason.FORBIDDEN,
                      said,
                      "a user who may do this",
                      api == Api.V1
                          ? "check user and password, because Airflow 2 answers a wrong one so, too; then the roles of the user"
                          : "check the roles of the user");
          case 404 ->
              new AttemptFailure(
                  Reason.NOT_FOUND,
                  said,
                  "what the address names",
                  "check the names in it; a DAG is there only after Airflow has parsed its file");
          case 409 ->
              new AttemptFailure(
                  Reason.CONFLICT,
                  said,
                  "nothing of that name, and no run of that logical date",
                  "choose another name or date, or change what is there");
          case 429 ->
              new AttemptFailure(
                      Reason.BUSY, said, "a server with time", "ask later, or less often")
                  .temporary()
                  .asked(retryAfter(answer));
          case 502, 503, 504 ->
              new AttemptFailure(
                      Reason.SERVER,
                      said,
                      "a server in order",
                      "look at the server, and the proxy before it, or ask later")
                  .temporary()
                  .mayBeDone()
                  .asked(retryAfter(answer));
          default ->
              status >= 500
                  ? new AttemptFailure(Reason.SERVER, said, "a server in order", "look at its log")
                      .mayBeDone()
                  : status < 400
                      ? new AttemptFailure(
                          Reason.INVALID,
                          said + " to " + answer.headers().firstValue("Location").orElse("?"),
                          "the address of Airflow itself",
                          "give the address that it leads to, or one that asks for no log-in page")
                      : new AttemptFailure(
                          Reason.INVALID,
                          said,
                          "a request that this Airflow accepts",
                          "change what the answer names");
        };
    return failure.status(status);
  }

  private Optional<Duration> retryAfter(HttpResponse<byte[]> answer) {
    return answer
        .headers()
        .firstValue("Retry-After")
        .flatMap(
            value -> {
              try {
                return Optional.of(
                    value.matches("\\d{1,9}")
                        ? Duration.ofSeconds(Long.parseLong(value))
                        : Duration.between(
                            clock.instant(),
                            ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                                .toInstant()));
              } catch (DateTimeException e) {
                return Optional.empty(); // neither seconds nor a date: our own delay is as good
              }
            })
        .map(delay -> delay.isNegative() ? Duration.ZERO : delay);
  }
}

package io.tributary.runner.airflow.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The header Authorization of each request. Safe for use by several threads. */
final class Authenticator {
  /** So long before it expires a token is replaced. */
  private static final Duration MARGIN = Duration.ofSeconds(30);

  private record Token(String text, Instant expiry) {}

  /** What a server answers to a login. */
  record AccessAnswer(String accessToken) {}

  private final Credentials credentials;
  private final Api api;
  private final Clock clock;
  private @Nullable Token current;

  Authenticator(Credentials credentials, Api api, Clock clock) {
    this.credentials = credentials;
    this.api = api;
    this.clock = clock;
  }

  /**
   * The header for a request.
   *
   * @param login sends a request that gets a token, and gives its answer
   */
  Optional<String> header(Operation operation, Function<Request, AccessAnswer> login) {
    if (credentials instanceof Credentials.Bearer bearer) {
      return Optional.of("Bearer " + bearer.token().get());
    }
    if (api == Api.V1) {
      return credentials instanceof Credentials.Password password
          ? Optional.of("Basic " + base64(password.user() + ":" + password.password()))
          : Optional.empty();
    }
    return switch (operation) {
      case CREATE_TOKEN, CREATE_TOKEN_WITHOUT_CREDENTIALS, GET_VERSION -> Optional.empty();
      default -> Optional.of("Bearer " + token(login));
    };
  }

  private synchronized String token(Function<Request, AccessAnswer> login) {
    var token = current;
    if (token == null || !clock.instant().isBefore(token.expiry)) {
      token = fresh(login);
      current = token;
    }
    return token.text;
  }

  private Token fresh(Function<Request, AccessAnswer> login) {
    var began = clock.instant();
    var text =
        login
            .apply(
                credentials instanceof Credentials.Password password
                    ? Request.of(Operation.CREATE_TOKEN)
                        .withBody(
                            Map.of("username", password.user(), "password", password.password()))
                    : Request.of(Operation.CREATE_TOKEN_WITHOUT_CREDENTIALS))
            .accessToken();
    return new Token(text, lifetime(text).map(began::plus).orElse(Instant.MAX));
  }

  /** From what the token says of itself; its clock is the server's, so only the distance counts. */
  private static Optional<Duration> lifetime(String token) {
    var parts = token.split("\\.", -1);
    if (parts.length != 3) {
      return Optional.empty();
    }
    try {
      var claims = Json.parse(Base64.getUrlDecoder().decode(parts[1]));
      if (!claims.path("exp").isNumber() || !claims.path("iat").isNumber()) {
        return Optional.empty();
      }
      var whole = Duration.ofSeconds(claims.get("exp").asLong() - claims.get("iat").asLong());
      return Optional.of(
          whole.compareTo(MARGIN.multipliedBy(2)) > 0 ? whole.minus(MARGIN) : whole.dividedBy(2));
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty(); // not a JSON web token: it is used until it is refused
    }
  }

  /** Forgets a token that was refused; whether another one can be got. */
  synchronized boolean renews(String refused) {
    if (api == Api.V1 || credentials instanceof Credentials.Bearer) {
      return false;
    }
    if (current != null && refused.equals("Bearer " + current.text)) {
      current = null;
    }
    return true;
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }
}

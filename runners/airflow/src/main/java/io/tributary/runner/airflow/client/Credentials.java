package io.tributary.runner.airflow.client;

import static java.util.Objects.requireNonNull;

import java.util.function.Supplier;

/**
 * Who asks. Airflow's specifications name basic authentication, OpenID and Kerberos (v1), a user's
 * password that is exchanged for a token, and a bearer token (v2). All but Kerberos are here: an
 * OpenID token is a {@link Bearer}. None of them shows its secret in {@code toString}.
 */
public sealed interface Credentials {

  /**
   * User and password: basic authentication on v1; on v2 a token is got for them at {@code
   * /auth/token}, and a new one when it expires.
   */
  record Password(String user, String password) implements Credentials {
    public Password {
      requireNonNull(user, "user");
      requireNonNull(password, "password");
    }

    @Override
    public String toString() {
      return "user '" + user + "' with a password";
    }
  }

  /**
   * A token that somebody else provides.
   *
   * @param token asked before each request, so that it may change
   */
  record Bearer(Supplier<String> token) implements Credentials {
    public Bearer {
      requireNonNull(token, "token");
    }

    @Override
    public String toString() {
      return "a bearer token";
    }
  }

  /**
   * Nobody: on v1 a server that asks for no name; on v2 a simple auth manager that takes everybody
   * for an administrator and gives a token without asking.
   */
  record Anonymous() implements Credentials {
    @Override
    public String toString() {
      return "no credentials";
    }
  }

  /** User and password. */
  static Credentials password(String user, String password) {
    return new Password(user, password);
  }

  /** One token for ever. */
  static Credentials bearer(String token) {
    requireNonNull(token, "token");
    return new Bearer(() -> token);
  }

  /** A token that changes. */
  static Credentials bearer(Supplier<String> token) {
    return new Bearer(token);
  }

  /** Nobody. */
  static Credentials anonymous() {
    return new Anonymous();
  }
}

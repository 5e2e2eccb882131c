package io.tributary.metadata;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.metadata.MetadataException.Code;
import java.net.URLDecoder;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where a PostgreSQL database is and as whom to enter it: {@code
 * postgresql://user[:password]@host[:port]/database[?option=value&...]}, with %XX for characters
 * that an address cannot have. Shows its password to nobody.
 *
 * @param password null to enter without one, or with what the driver finds in {@code ~/.pgpass}
 */
record PostgresAddress(
    String user,
    @Nullable String password,
    String host,
    int port,
    String database,
    Map<String, String> options) {

  private static final List<String> SCHEMES = List.of("postgresql://", "postgres://");
  private static final List<String> OPTIONS =
      List.of("sslmode", "sslrootcert", "sslcert", "sslkey", "currentSchema");
  private static final int DEFAULT_PORT = 5432;
  private static final String FORM =
      "postgresql://user[:password]@host[:port]/database[?sslmode=...]";

  static boolean isOne(String address) {
    return SCHEMES.stream().anyMatch(address::startsWith);
  }

  /** Takes an address apart; a password that it lacks is taken from PGPASSWORD. */
  static PostgresAddress parse(String address, Map<String, String> environment) {
    var rest = address.substring(address.indexOf("://") + 3);
    var question = rest.indexOf('?');
    var options = options(question < 0 ? "" : rest.substring(question + 1));
    var path = question < 0 ? rest : rest.substring(0, question);
    var at = path.lastIndexOf('@');
    if (at <= 0) {
      throw bad("no user", "a user before the host");
    }
    var credentials = path.substring(0, at);
    var colon = credentials.indexOf(':');
    var place = path.substring(at + 1);
    var slash = place.indexOf('/');
    if (slash < 0 || slash == place.length() - 1) {
      throw bad("no database", "the name of a database after the host");
    }
    var host = place.substring(0, slash);
    var portColon = host.lastIndexOf(':');
    var hasPort = portColon > host.lastIndexOf(']');
    var name = hasPort ? host.substring(0, portColon) : host;
    if (name.isEmpty()) {
      throw bad("no host", "the name or number of a host after the user");
    }
    return new PostgresAddress(
        decode(colon < 0 ? credentials : credentials.substring(0, colon)),
        colon < 0 ? environment.get("PGPASSWORD") : decode(credentials.substring(colon + 1)),
        name,
        hasPort ? port(host.substring(portColon + 1)) : DEFAULT_PORT,
        decode(place.substring(slash + 1)),
        options);
  }

  private static Map<String, String> options(String query) {
    var options = new TreeMap<String, String>();
    for (var pair : query.split("&", -1)) {
      if (pair.isEmpty()) {
        continue;
      }
      var equals = pair.indexOf('=');
      var name = equals < 0 ? pair : pair.substring(0, equals);
      if (equals < 0 || !OPTIONS.contains(name)) {
        throw bad("the option '" + name + "'", "one of " + String.join(", ", OPTIONS));
      }
      options.put(name, decode(pair.substring(equals + 1)));
    }
    return options;
  }

  private static int port(String text) {
    try {
      var port = Integer.parseInt(text);
      if (port > 0 && port < 65_536) {
        return port;
      }
    } catch (NumberFormatException e) {
      throw new MetadataException(Code.INVALID_ARGUMENT, badPort(text), e);
    }
    throw MetadataException.invalid(badPort(text));
  }

  private static String badPort(String text) {
    return message("the port '" + text + "'", "1 to 65535");
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
    } catch (IllegalArgumentException e) {
      // What it complains about may be a password: it is not passed on.
      throw bad("a % without two hexadecimal digits", "%25 for a % itself");
    }
  }

  private static MetadataException bad(String what, String expected) {
    return MetadataException.invalid(message(what, expected));
  }

  private static String message(String what, String expected) {
    return "address of the metadata database: "
        + what
        + " (expected: "
        + expected
        + ", as in "
        + FORM
        + "); correct the address";
  }

  /** The address without its password. */
  String location() {
    return "postgresql://" + user + "@" + host + ":" + port + "/" + database;
  }

  @Override
  public String toString() {
    return location();
  }

  @Override
  public int hashCode() {
    return Objects.hash(location(), options);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PostgresAddress that
        && location().equals(that.location())
        && Objects.equals(password, that.password)
        && options.equals(that.options);
  }
}

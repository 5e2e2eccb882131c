package io.tributary.metadata;

import io.tributary.metadata.Dialect.Failure;
import io.tributary.metadata.MetadataException.Code;
import java.sql.SQLException;

/** Says in the store's own terms what PostgreSQL refused, and what to do about it. */
final class PostgresFailures {

  private PostgresFailures() {}

  static boolean isStartingUp(SQLException e) {
    return state(e).equals("57P03");
  }

  static Failure kindOf(SQLException e) {
    return switch (state(e)) {
      case "23505" -> Failure.DUPLICATE;
      case "40001", "40P01" -> Failure.CONFLICT;
      case "57P01", "57P02", "57P03", "57P05", "25P03", "25P04" -> Failure.LOST;
      default -> state(e).startsWith("08") ? Failure.LOST : Failure.OTHER;
    };
  }

  static MetadataException translate(String location, SQLException e) {
    if (kindOf(e) == Failure.LOST) {
      return MetadataException.ofDatabase(
          Code.UNAVAILABLE,
          location,
          e,
          "no connection",
          "a server that answers",
          "start the server or correct the address, then try again");
    }
    return switch (state(e)) {
      case "40001", "40P01", "55P03", "57014" ->
          MetadataException.ofDatabase(
              Code.ABORTED,
              location,
              e,
              "held by another writer",
              "a free database within the waiting time",
              "try again, or end the process that holds it");
      case "3D000", "3F000" ->
          MetadataException.ofDatabase(
              Code.NOT_FOUND,
              location,
              e,
              "no such database, or no schema in it",
              "a database that exists",
              "create it, for example with createdb, or correct the address");
      case "42501", "25006" ->
          MetadataException.ofDatabase(
              Code.PERMISSION_DENIED,
              location,
              e,
              "not writable",
              "a user who may create and write tables",
              "grant the rights, or enter as another user");
      case "22001", "22003", "22021", "22P05", "54000" ->
          MetadataException.ofDatabase(
              Code.INVALID_ARGUMENT,
              location,
              e,
              "a value that the database cannot store",
              "names of at most 255 characters, text without the character 0, numbers in range",
              "shorten it, or keep large content in artifacts");
      default -> translateClass(location, e);
    };
  }

  private static MetadataException translateClass(String location, SQLException e) {
    return switch (state(e).substring(0, Math.min(2, state(e).length()))) {
      case "22" ->
          MetadataException.ofDatabase(
              Code.INVALID_ARGUMENT,
              location,
              e,
              "a value that the database cannot compute with",
              "numbers in range, and lengths that are not negative",
              "correct the request");
      case "28" ->
          MetadataException.ofDatabase(
              Code.PERMISSION_DENIED,
              location,
              e,
              "the server refuses the user",
              "a user and a password that it knows",
              "correct the user, or the password in the address or in PGPASSWORD");
      case "53" ->
          MetadataException.ofDatabase(
              Code.RESOURCE_EXHAUSTED,
              location,
              e,
              "no space, memory or connection left",
              "room for the request",
              "free the resource on the server and try again");
      case "58", "F0" ->
          MetadataException.ofDatabase(
              Code.UNAVAILABLE,
              location,
              e,
              "the server cannot read or write its files",
              "a disk that works",
              "look at the server's log, then try again");
      case "XX" ->
          MetadataException.ofDatabase(
              Code.DATA_LOSS,
              location,
              e,
              "damaged",
              "an intact database",
              "look at the server's log; restore the database from a backup");
      default ->
          MetadataException.ofDatabase(
              Code.INTERNAL,
              location,
              e,
              "statement failed",
              "no failure here",
              "report it with this message");
    };
  }

  private static String state(SQLException e) {
    var state = e.getSQLState();
    return state == null ? "" : state;
  }
}

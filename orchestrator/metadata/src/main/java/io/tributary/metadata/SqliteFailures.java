package io.tributary.metadata;

import io.tributary.metadata.MetadataException.Code;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;

/** Says in the store's own terms what SQLite refused, and what to do about it. */
final class SqliteFailures {

  private SqliteFailures() {}

  static boolean isDuplicate(SQLException e) {
    var code = code(e);
    return code == SQLiteErrorCode.SQLITE_CONSTRAINT_UNIQUE
        || code == SQLiteErrorCode.SQLITE_CONSTRAINT_PRIMARYKEY;
  }

  static boolean isBusy(SQLException e) {
    return (code(e).code & 0xff) == SQLiteErrorCode.SQLITE_BUSY.code;
  }

  static MetadataException translate(String file, SQLException e) {
    var code = code(e);
    return switch (SQLiteErrorCode.getErrorCode(code.code & 0xff)) {
      case SQLITE_NOTADB ->
          MetadataException.ofDatabase(
              Code.DATA_LOSS,
              file,
              e,
              "not a SQLite database",
              "a metadata database",
              "restore it from a backup, or move the file aside to start with an empty one");
      case SQLITE_CORRUPT ->
          MetadataException.ofDatabase(
              Code.DATA_LOSS,
              file,
              e,
              "damaged",
              "an intact database",
              "restore it from a backup, or move it and its -wal file aside to start with an empty one");
      case SQLITE_BUSY, SQLITE_LOCKED ->
          MetadataException.ofDatabase(
              Code.ABORTED,
              file,
              e,
              "held by another writer",
              "a free database within the waiting time",
              "try again, or end the process that holds it");
      case SQLITE_FULL ->
          MetadataException.ofDatabase(
              Code.RESOURCE_EXHAUSTED,
              file,
              e,
              "no space left",
              "room for the write",
              "free space on its disk and try again");
      case SQLITE_READONLY, SQLITE_PERM, SQLITE_AUTH ->
          MetadataException.ofDatabase(
              Code.PERMISSION_DENIED,
              file,
              e,
              "not writable",
              "write access to the file and its directory",
              "correct the permissions");
      case SQLITE_CANTOPEN ->
          MetadataException.ofDatabase(
              Code.PERMISSION_DENIED,
              file,
              e,
              "cannot be opened",
              "a file that this user may create, read and write",
              "correct the path or its permissions");
      case SQLITE_IOERR ->
          MetadataException.ofDatabase(
              Code.UNAVAILABLE,
              file,
              e,
              "reading or writing failed",
              "a disk that works",
              "look at the disk, then try again");
      case SQLITE_TOOBIG ->
          MetadataException.ofDatabase(
              Code.INVALID_ARGUMENT,
              file,
              e,
              "a value too big to store",
              "less than 1 GB",
              "keep large content in artifacts");
      default ->
          MetadataException.ofDatabase(
              Code.INTERNAL,
              file,
              e,
              "statement failed",
              "no failure here",
              "report it with this message");
    };
  }

  private static SQLiteErrorCode code(SQLException e) {
    return e instanceof org.sqlite.SQLiteException sqlite
        ? sqlite.getResultCode()
        : SQLiteErrorCode.getErrorCode(e.getErrorCode());
  }
}

package io.tributary.metadata;

import io.tributary.metadata.Dialect.Durability;
import io.tributary.metadata.Dialect.Use;
import io.tributary.metadata.MetadataException.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A database that this process itself reads and writes. */
final class SqlMetadataDatabase implements MetadataDatabase {

  private static final String SQLITE = "sqlite:";

  private final Dialect dialect;
  private final Connections connections;
  private final MetadataStore store;
  private final RunStore runs;
  private final LeaseStore leases;
  private final ScheduleStore schedules;
  private final TokenStore tokens;
  private final AuditStore audit;

  private SqlMetadataDatabase(
      Dialect dialect, Connections connections, Clock clock, SqlLeaseStore.Time leaseTime) {
    this.dialect = dialect;
    this.connections = connections;
    this.store = new SqlMetadataStore(connections, clock);
    this.runs = new SqlRunStore(connections, clock);
    this.leases = new SqlLeaseStore(connections, leaseTime);
    this.schedules = new SqlScheduleStore(connections);
    this.tokens = new SqlTokenStore(connections);
    this.audit = new SqlAuditStore(connections);
  }

  static MetadataDatabase open(Path file, Clock clock) {
    var absolute = file.toAbsolutePath();
    createDirectory(absolute);
    return open(new SqliteDialect(absolute), clock);
  }

  static MetadataDatabase open(String address, Clock clock, Map<String, String> environment) {
    if (PostgresAddress.isOne(address)) {
      var dialect =
          new PostgresDialect(
              PostgresAddress.parse(address, environment),
              UUID.randomUUID().toString(),
              Dialect.PATIENCE);
      return open(dialect, clock, dialect::millis);
    }
    if (!address.startsWith(SQLITE) || address.length() == SQLITE.length()) {
      throw MetadataException.invalid(
          "address of the metadata database: '"
              + address.substring(0, address.indexOf(':') + 1)
              + "...' (expected: sqlite:FILE, postgresql://user@host/database, or grpc://HOST:PORT of a metadata server); correct the address");
    }
    return open(Path.of(address.substring(SQLITE.length())), clock);
  }

  /** Opens a database in which the clock of this process tells what has expired. */
  static MetadataDatabase open(Dialect dialect, Clock clock) {
    return open(dialect, clock, session -> clock.millis());
  }

  private static MetadataDatabase open(Dialect dialect, Clock clock, SqlLeaseStore.Time leaseTime) {
    var writer = dialect.connect(Use.WRITING);
    try {
      new Schema(dialect, writer).prepare();
    } catch (RuntimeException e) {
      writer.close();
      throw e;
    }
    return new SqlMetadataDatabase(dialect, new Connections(dialect, writer), clock, leaseTime);
  }

  private static void createDirectory(Path file) {
    var directory = file.getParent();
    if (directory == null || Files.isDirectory(file)) {
      throw new MetadataException(
          Code.INVALID_ARGUMENT,
          "metadata database "
              + file
              + ": a directory (expected: the name of a file); name a file in it, such as "
              + file.resolve("metadata.db"));
    }
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new MetadataException(
          Code.PERMISSION_DENIED,
          "metadata database "
              + file
              + ": its directory cannot be created (expected: a place that this user may write to); choose another",
          e);
    }
    if (!Files.isWritable(directory)) {
      throw new MetadataException(
          Code.PERMISSION_DENIED,
          "metadata database "
              + file
              + ": its directory is not writable (expected: write access for this user); correct the permissions");
    }
  }

  @Override
  public String location() {
    return dialect.location();
  }

  @Override
  public String identity() {
    return connections.read(
        session ->
            session
                .first(
                    "SELECT identity FROM TributaryDatabase",
                    Session.NO_PARAMETERS,
                    row -> row.getString(1))
                .orElseThrow(this::nameless));
  }

  private MetadataException nameless() {
    return new MetadataException(
        Code.DATA_LOSS,
        "metadata database "
            + location()
            + ": no row in TributaryDatabase (expected: one); restore it from a backup");
  }

  @Override
  public MetadataStore store() {
    return store;
  }

  @Override
  public RunStore runs() {
    return runs;
  }

  @Override
  public LeaseStore leases() {
    return leases;
  }

  @Override
  public ScheduleStore schedules() {
    return schedules;
  }

  @Override
  public TokenStore tokens() {
    return tokens;
  }

  @Override
  public AuditStore audit() {
    return audit;
  }

  @Override
  public <T extends @Nullable Object, X extends Exception> T transact(Work<T, X> work) throws X {
    return connections.writeOnce(Durability.FORCED, session -> work.run());
  }

  @Override
  public <T extends @Nullable Object, X extends Exception> T transactUnforced(Work<T, X> work)
      throws X {
    return connections.writeOnce(Durability.UNFORCED, session -> work.run());
  }

  @Override
  public void close() {
    connections.close();
  }
}

package io.tributary.metadata.grpc;

import io.tributary.metadata.AuditStore;
import io.tributary.metadata.LeaseStore;
import io.tributary.metadata.MetadataDatabase;
import io.tributary.metadata.MetadataException;
import io.tributary.metadata.MetadataStore;
import io.tributary.metadata.RunStore;
import io.tributary.metadata.ScheduleStore;
import io.tributary.metadata.TokenStore;
import io.tributary.proto.orchestration.GetDatabaseRequest;
import io.tributary.proto.orchestration.OrchestrationServiceGrpc;
import org.jspecify.annotations.Nullable;

/** A database that a {@link MetadataServer} reads and writes for this process. */
final class RemoteMetadataDatabase implements MetadataDatabase {
  private final String location;
  private final Calls calls;
  private final RemoteMetadataStore store;
  private final RunStore runs;
  private final LeaseStore leases;
  private final AuditStore audit;

  /**
   * @param location for people
   * @param calls closed with this database
   */
  RemoteMetadataDatabase(String location, Calls calls) {
    this.location = location;
    this.calls = calls;
    this.store = new RemoteMetadataStore(calls);
    this.runs = new RemoteRunStore(calls);
    this.leases = new RemoteLeaseStore(calls);
    this.audit = new RemoteAuditStore(calls);
  }

  @Override
  public String location() {
    return location;
  }

  @Override
  public String identity() {
    return calls
        .call(
            OrchestrationServiceGrpc.getGetDatabaseMethod(),
            GetDatabaseRequest.getDefaultInstance())
        .getIdentity();
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
    throw notOffered("schedules");
  }

  @Override
  public TokenStore tokens() {
    throw notOffered("tokens");
  }

  private MetadataException notOffered(String what) {
    return new MetadataException(
        MetadataException.Code.UNIMPLEMENTED,
        "metadata server "
            + location
            + " > "
            + what
            + ": not offered over gRPC (expected: sqlite:FILE or postgresql://...); name the database itself with --metadata");
  }

  @Override
  public AuditStore audit() {
    return audit;
  }

  @Override
  public <T extends @Nullable Object, X extends Exception> T transact(Work<T, X> work) throws X {
    var outer = calls.transaction();
    if (outer.isPresent()) {
      outer.get().begin();
      return worked(outer.get(), work);
    }
    var transaction = calls.begin();
    try {
      return worked(transaction, work);
    } finally {
      calls.forgetTransaction();
      transaction.end();
    }
  }

  private static <T extends @Nullable Object, X extends Exception> T worked(
      RemoteTransaction transaction, Work<T, X> work) throws X {
    T result;
    try {
      result = work.run();
    } catch (Throwable failure) {
      try {
        transaction.rollback();
      } catch (MetadataException e) {
        if (e != failure) {
          failure.addSuppressed(e);
        }
      }
      throw failure;
    }
    transaction.commit();
    return result;
  }

  @Override
  public void close() {
    calls.close();
  }
}

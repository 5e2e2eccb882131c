package io.tributary.metadata.grpc;

import io.tributary.metadata.AuditEntry;
import io.tributary.metadata.AuditStore;
import io.tributary.proto.orchestration.AppendAuditEntryRequest;
import io.tributary.proto.orchestration.GetAuditEntriesRequest;
import io.tributary.proto.orchestration.OrchestrationServiceGrpc;
import java.util.List;

/** The audit log of a database in another process. */
final class RemoteAuditStore implements AuditStore {
  private final Calls calls;

  RemoteAuditStore(Calls calls) {
    this.calls = calls;
  }

  @Override
  public void append(AuditEntry entry) {
    calls.call(
        OrchestrationServiceGrpc.getAppendAuditEntryMethod(),
        AppendAuditEntryRequest.newBuilder().setEntry(Messages.of(entry)).build());
  }

  @Override
  public List<AuditEntry> before(long id, int limit) {
    return calls
        .call(
            OrchestrationServiceGrpc.getGetAuditEntriesMethod(),
            GetAuditEntriesRequest.newBuilder().setBefore(id).setLimit(limit).build())
        .getEntriesList()
        .stream()
        .map(Messages::of)
        .toList();
  }
}

package io.tributary.metadata.grpc;

import io.tributary.metadata.Lease;
import io.tributary.metadata.LeaseStore;
import io.tributary.proto.orchestration.AcquireLeaseRequest;
import io.tributary.proto.orchestration.CheckLeaseRequest;
import io.tributary.proto.orchestration.GetLeaseRequest;
import io.tributary.proto.orchestration.OrchestrationServiceGrpc;
import io.tributary.proto.orchestration.ReleaseLeaseRequest;
import io.tributary.proto.orchestration.RenewLeaseRequest;
import java.time.Duration;
import java.util.Optional;

/** Leases of a database in another process; the clock of that process tells what has expired. */
final class RemoteLeaseStore implements LeaseStore {
  private final Calls calls;

  RemoteLeaseStore(Calls calls) {
    this.calls = calls;
  }

  @Override
  public Optional<Lease> acquire(String key, String owner, Duration ttl) {
    var response =
        calls.call(
            OrchestrationServiceGrpc.getAcquireLeaseMethod(),
            AcquireLeaseRequest.newBuilder()
                .setKey(key)
                .setOwner(owner)
                .setTimeToLive(Messages.of(ttl))
                .build());
    return response.hasLease() ? Optional.of(Messages.of(response.getLease())) : Optional.empty();
  }

  @Override
  public boolean renew(Lease lease, Duration ttl) {
    return calls
        .call(
            OrchestrationServiceGrpc.getRenewLeaseMethod(),
            RenewLeaseRequest.newBuilder()
                .setLease(Messages.of(lease))
                .setTimeToLive(Messages.of(ttl))
                .build())
        .getRenewed();
  }

  @Override
  public void release(Lease lease) {
    calls.call(
        OrchestrationServiceGrpc.getReleaseLeaseMethod(),
        ReleaseLeaseRequest.newBuilder().setLease(Messages.of(lease)).build());
  }

  @Override
  public void check(Lease lease) {
    calls.call(
        OrchestrationServiceGrpc.getCheckLeaseMethod(),
        CheckLeaseRequest.newBuilder().setLease(Messages.of(lease)).build());
  }

  @Override
  public Optional<Lease> find(String key) {
    var response =
        calls.call(
            OrchestrationServiceGrpc.getGetLeaseMethod(),
            GetLeaseRequest.newBuilder().setKey(key).build());
    return response.hasLease() ? Optional.of(Messages.of(response.getLease())) : Optional.empty();
  }
}

package io.tributary.metadata.grpc;

import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.tributary.metadata.AuditStore;
import io.tributary.metadata.LeaseStore;
import io.tributary.metadata.MetadataDatabase;
import io.tributary.metadata.MetadataException;
import io.tributary.metadata.RunFilter;
import io.tributary.metadata.RunStore;
import io.tributary.proto.orchestration.AcquireLeaseRequest;
import io.tributary.proto.orchestration.AcquireLeaseResponse;
import io.tributary.proto.orchestration.AppendAuditEntryRequest;
import io.tributary.proto.orchestration.AppendAuditEntryResponse;
import io.tributary.proto.orchestration.CheckLeaseRequest;
import io.tributary.proto.orchestration.CheckLeaseResponse;
import io.tributary.proto.orchestration.CreateRunRequest;
import io.tributary.proto.orchestration.CreateRunResponse;
import io.tributary.proto.orchestration.FinishRunRequest;
import io.tributary.proto.orchestration.FinishRunResponse;
import io.tributary.proto.orchestration.GetAuditEntriesRequest;
import io.tributary.proto.orchestration.GetAuditEntriesResponse;
import io.tributary.proto.orchestration.GetDatabaseRequest;
import io.tributary.proto.orchestration.GetDatabaseResponse;
import io.tributary.proto.orchestration.GetLeaseRequest;
import io.tributary.proto.orchestration.GetLeaseResponse;
import io.tributary.proto.orchestration.GetNewestRunsRequest;
import io.tributary.proto.orchestration.GetNewestRunsResponse;
import io.tributary.proto.orchestration.GetNodeRunRequest;
import io.tributary.proto.orchestration.GetNodeRunResponse;
import io.tributary.proto.orchestration.GetNodeRunsRequest;
import io.tributary.proto.orchestration.GetNodeRunsResponse;
import io.tributary.proto.orchestration.GetRunRequest;
import io.tributary.proto.orchestration.GetRunResponse;
import io.tributary.proto.orchestration.OrchestrationServiceGrpc;
import io.tributary.proto.orchestration.PutNodeRunsRequest;
import io.tributary.proto.orchestration.PutNodeRunsResponse;
import io.tributary.proto.orchestration.ReleaseLeaseRequest;
import io.tributary.proto.orchestration.ReleaseLeaseResponse;
import io.tributary.proto.orchestration.RenewLeaseRequest;
import io.tributary.proto.orchestration.RenewLeaseResponse;
import io.tributary.proto.orchestration.ReopenRunRequest;
import io.tributary.proto.orchestration.ReopenRunResponse;
import io.tributary.proto.orchestration.TransactRequest;
import java.util.Optional;

/**
 * Runs, leases, the audit log and transactions behind {@code
 * tributary.metadata.v1.OrchestrationService}.
 */
final class OrchestrationService {
  private final MetadataDatabase database;
  private final RunStore runs;
  private final LeaseStore leases;
  private final AuditStore audit;

  private OrchestrationService(MetadataDatabase database) {
    this.database = database;
    this.runs = database.runs();
    this.leases = database.leases();
    this.audit = database.audit();
  }

  /**
   * @param store the operations that may stand in a transaction beside those of this service
   */
  static ServerServiceDefinition of(MetadataDatabase database, Operations store) {
    var own = new OrchestrationService(database).operations();
    var inTransactions = store.and(own);
    return own.service(
        OrchestrationServiceGrpc.getServiceDescriptor(),
        ServerMethodDefinition.create(
            Received.by(OrchestrationServiceGrpc.getTransactMethod()),
            ServerCalls.asyncBidiStreamingCall(
                responses ->
                    new Steps(ServedTransaction.begin(database, inTransactions, responses)))));
  }

  /** Takes what is no step for an empty one: a transaction refuses that, too. */
  private record Steps(StreamObserver<TransactRequest> transaction)
      implements StreamObserver<Received> {
    @Override
    public void onNext(Received received) {
      TransactRequest step;
      try {
        step = received.as(OrchestrationServiceGrpc.getTransactMethod());
      } catch (MetadataException e) {
        step = TransactRequest.getDefaultInstance();
      }
      transaction.onNext(step);
    }

    @Override
    public void onError(Throwable cause) {
      transaction.onError(cause);
    }

    @Override
    public void onCompleted() {
      transaction.onCompleted();
    }
  }

  private Operations operations() {
    return new Operations()
        .with(OrchestrationServiceGrpc.getGetDatabaseMethod(), this::getDatabase)
        .with(OrchestrationServiceGrpc.getCreateRunMethod(), this::createRun)
        .with(OrchestrationServiceGrpc.getGetRunMethod(), this::getRun)
        .with(OrchestrationServiceGrpc.getGetNewestRunsMethod(), this::getNewestRuns)
        .with(OrchestrationServiceGrpc.getFinishRunMethod(), this::finishRun)
        .with(OrchestrationServiceGrpc.getReopenRunMethod(), this::reopenRun)
        .with(OrchestrationServiceGrpc.getPutNodeRunsMethod(), this::putNodeRuns)
        .with(OrchestrationServiceGrpc.getGetNodeRunMethod(), this::getNodeRun)
        .with(OrchestrationServiceGrpc.getGetNodeRunsMethod(), this::getNodeRuns)
        .with(OrchestrationServiceGrpc.getAcquireLeaseMethod(), this::acquireLease)
        .with(OrchestrationServiceGrpc.getRenewLeaseMethod(), this::renewLease)
        .with(OrchestrationServiceGrpc.getReleaseLeaseMethod(), this::releaseLease)
        .with(OrchestrationServiceGrpc.getCheckLeaseMethod(), this::checkLease)
        .with(OrchestrationServiceGrpc.getGetLeaseMethod(), this::getLease)
        .with(OrchestrationServiceGrpc.getAppendAuditEntryMethod(), this::appendAuditEntry)
        .with(OrchestrationServiceGrpc.getGetAuditEntriesMethod(), this::getAuditEntries);
  }

  private GetDatabaseResponse getDatabase(GetDatabaseRequest request) {
    return GetDatabaseResponse.newBuilder().setIdentity(database.identity()).build();
  }

  private CreateRunResponse createRun(CreateRunRequest request) {
    runs.create(Messages.of(request.getRun()));
    return CreateRunResponse.getDefaultInstance();
  }

  private GetRunResponse getRun(GetRunRequest request) {
    var response = GetRunResponse.newBuilder();
    runs.find(request.getRunId()).map(Messages::of).ifPresent(response::setRun);
    return response.build();
  }

  private GetNewestRunsResponse getNewestRuns(GetNewestRunsRequest request) {
    var filter =
        new RunFilter(
            request.hasPipeline() ? Optional.of(request.getPipeline()) : Optional.empty(),
            request.hasState() ? Optional.of(Messages.of(request.getState())) : Optional.empty(),
            request.hasBefore() ? Optional.of(request.getBefore()) : Optional.empty());
    var newest = runs.newest(filter, request.getLimit());
    return GetNewestRunsResponse.newBuilder()
        .addAllRuns(newest.stream().map(Messages::of).toList())
        .build();
  }

  private FinishRunResponse finishRun(FinishRunRequest request) {
    var finished =
        runs.finish(request.getRunId(), Messages.of(request.getState()), request.getMessage());
    return FinishRunResponse.newBuilder().setRun(Messages.of(finished)).build();
  }

  private ReopenRunResponse reopenRun(ReopenRunRequest request) {
    var reopened = runs.reopen(request.getRunId(), request.getOwner());
    return ReopenRunResponse.newBuilder().setRun(Messages.of(reopened)).build();
  }

  private PutNodeRunsResponse putNodeRuns(PutNodeRunsRequest request) {
    runs.put(request.getNodesList().stream().map(Messages::of).toList());
    return PutNodeRunsResponse.getDefaultInstance();
  }

  private GetNodeRunResponse getNodeRun(GetNodeRunRequest request) {
    var response = GetNodeRunResponse.newBuilder();
    runs.node(request.getRunId(), request.getNodeId())
        .map(Messages::of)
        .ifPresent(response::setNode);
    return response.build();
  }

  private GetNodeRunsResponse getNodeRuns(GetNodeRunsRequest request) {
    return GetNodeRunsResponse.newBuilder()
        .addAllNodes(runs.nodes(request.getRunId()).stream().map(Messages::of).toList())
        .build();
  }

  private AcquireLeaseResponse acquireLease(AcquireLeaseRequest request) {
    var response = AcquireLeaseResponse.newBuilder();
    leases
        .acquire(request.getKey(), request.getOwner(), Messages.of(request.getTimeToLive()))
        .map(Messages::of)
        .ifPresent(response::setLease);
    return response.build();
  }

  private RenewLeaseResponse renewLease(RenewLeaseRequest request) {
    return RenewLeaseResponse.newBuilder()
        .setRenewed(
            leases.renew(Messages.of(request.getLease()), Messages.of(request.getTimeToLive())))
        .build();
  }

  private ReleaseLeaseResponse releaseLease(ReleaseLeaseRequest request) {
    leases.release(Messages.of(request.getLease()));
    return ReleaseLeaseResponse.getDefaultInstance();
  }

  private CheckLeaseResponse checkLease(CheckLeaseRequest request) {
    leases.check(Messages.of(request.getLease()));
    return CheckLeaseResponse.getDefaultInstance();
  }

  private GetLeaseResponse getLease(GetLeaseRequest request) {
    var response = GetLeaseResponse.newBuilder();
    leases.find(request.getKey()).map(Messages::of).ifPresent(response::setLease);
    return response.build();
  }

  private AppendAuditEntryResponse appendAuditEntry(AppendAuditEntryRequest request) {
    audit.append(Messages.of(request.getEntry()));
    return AppendAuditEntryResponse.getDefaultInstance();
  }

  private GetAuditEntriesResponse getAuditEntries(GetAuditEntriesRequest request) {
    return GetAuditEntriesResponse.newBuilder()
        .addAllEntries(
            audit.before(request.getBefore(), request.getLimit()).stream()
                .map(Messages::of)
                .toList())
        .build();
  }
}

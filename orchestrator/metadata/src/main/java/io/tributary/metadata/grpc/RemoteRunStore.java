package io.tributary.metadata.grpc;

import io.tributary.metadata.NodeRun;
import io.tributary.metadata.PipelineRun;
import io.tributary.metadata.RunFilter;
import io.tributary.metadata.RunState;
import io.tributary.metadata.RunStore;
import io.tributary.proto.orchestration.CreateRunRequest;
import io.tributary.proto.orchestration.FinishRunRequest;
import io.tributary.proto.orchestration.GetNewestRunsRequest;
import io.tributary.proto.orchestration.GetNodeRunRequest;
import io.tributary.proto.orchestration.GetNodeRunsRequest;
import io.tributary.proto.orchestration.GetRunRequest;
import io.tributary.proto.orchestration.OrchestrationServiceGrpc;
import io.tributary.proto.orchestration.PutNodeRunsRequest;
import io.tributary.proto.orchestration.ReopenRunRequest;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Runs of a database in another process. */
final class RemoteRunStore implements RunStore {
  private final Calls calls;

  RemoteRunStore(Calls calls) {
    this.calls = calls;
  }

  @Override
  public void create(PipelineRun run) {
    calls.call(
        OrchestrationServiceGrpc.getCreateRunMethod(),
        CreateRunRequest.newBuilder().setRun(Messages.of(run)).build());
  }

  @Override
  public Optional<PipelineRun> find(String runId) {
    var response =
        calls.call(
            OrchestrationServiceGrpc.getGetRunMethod(),
            GetRunRequest.newBuilder().setRunId(runId).build());
    return response.hasRun() ? Optional.of(Messages.of(response.getRun())) : Optional.empty();
  }

  @Override
  public List<PipelineRun> newest(RunFilter filter, int limit) {
    var request = GetNewestRunsRequest.newBuilder().setLimit(limit);
    filter.pipeline().ifPresent(request::setPipeline);
    filter.state().map(Messages::of).ifPresent(request::setState);
    filter.before().ifPresent(request::setBefore);
    return calls
        .call(OrchestrationServiceGrpc.getGetNewestRunsMethod(), request.build())
        .getRunsList()
        .stream()
        .map(Messages::of)
        .toList();
  }

  @Override
  public PipelineRun finish(String runId, RunState state, String message) {
    return Messages.of(
        calls
            .call(
                OrchestrationServiceGrpc.getFinishRunMethod(),
                FinishRunRequest.newBuilder()
                    .setRunId(runId)
                    .setState(Messages.of(state))
                    .setMessage(message)
                    .build())
            .getRun());
  }

  @Override
  public PipelineRun reopen(String runId, String owner) {
    return Messages.of(
        calls
            .call(
                OrchestrationServiceGrpc.getReopenRunMethod(),
                ReopenRunRequest.newBuilder().setRunId(runId).setOwner(owner).build())
            .getRun());
  }

  @Override
  public void put(NodeRun node) {
    put(List.of(node));
  }

  @Override
  public void put(Collection<NodeRun> nodes) {
    calls.call(
        OrchestrationServiceGrpc.getPutNodeRunsMethod(),
        PutNodeRunsRequest.newBuilder()
            .addAllNodes(nodes.stream().map(Messages::of).toList())
            .build());
  }

  @Override
  public Optional<NodeRun> node(String runId, String nodeId) {
    var response =
        calls.call(
            OrchestrationServiceGrpc.getGetNodeRunMethod(),
            GetNodeRunRequest.newBuilder().setRunId(runId).setNodeId(nodeId).build());
    return response.hasNode() ? Optional.of(Messages.of(response.getNode())) : Optional.empty();
  }

  @Override
  public List<NodeRun> nodes(String runId) {
    return calls
        .call(
            OrchestrationServiceGrpc.getGetNodeRunsMethod(),
            GetNodeRunsRequest.newBuilder().setRunId(runId).build())
        .getNodesList()
        .stream()
        .map(Messages::of)
        .toList();
  }
}

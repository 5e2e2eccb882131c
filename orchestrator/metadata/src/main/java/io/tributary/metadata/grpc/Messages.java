package io.tributary.metadata.grpc;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import io.tributary.metadata.AuditEntry;
import io.tributary.metadata.Lease;
import io.tributary.metadata.MetadataException;
import io.tributary.metadata.NodeRun;
import io.tributary.metadata.NodeState;
import io.tributary.metadata.PipelineRun;
import io.tributary.metadata.RunState;
import io.tributary.proto.orchestration.Parameter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.OptionalLong;

/** Runs, nodes, leases and entries of the audit log as messages, and back. */
final class Messages {
  private Messages() {}

  static io.tributary.proto.orchestration.PipelineRun of(PipelineRun run) {
    var message =
        io.tributary.proto.orchestration.PipelineRun.newBuilder()
            .setId(run.id())
            .setPipeline(run.pipeline())
            .setState(of(run.state()))
            .setStarted(of(run.started()))
            .setIr(run.ir())
            .setMessage(run.message())
            .setOwner(run.owner())
            .setCacheEnabled(run.cacheEnabled());
    run.ended().ifPresent(ended -> message.setEnded(of(ended)));
    run.parameters()
        .forEach(
            (name, value) ->
                message.addParameters(Parameter.newBuilder().setName(name).setValue(value)));
    return message.build();
  }

  static PipelineRun of(io.tributary.proto.orchestration.PipelineRun message) {
    var parameters = new LinkedHashMap<String, String>();
    message
        .getParametersList()
        .forEach(parameter -> parameters.put(parameter.getName(), parameter.getValue()));
    return checked(
        () ->
            new PipelineRun(
                message.getId(),
                message.getPipeline(),
                of(message.getState()),
                of(message.getStarted()),
                message.hasEnded() ? Optional.of(of(message.getEnded())) : Optional.empty(),
                message.getIr(),
                parameters,
                message.getMessage(),
                message.getOwner(),
                message.getCacheEnabled()));
  }

  static io.tributary.proto.orchestration.NodeRun of(NodeRun node) {
    var message =
        io.tributary.proto.orchestration.NodeRun.newBuilder()
            .setRunId(node.runId())
            .setNodeId(node.nodeId())
            .setState(io.tributary.proto.orchestration.NodeRun.State.valueOf(node.state().name()))
            .setAttempt(node.attempt())
            .setReason(node.reason())
            .setDetails(node.details());
    node.executionId().ifPresent(message::setExecutionId);
    node.started().ifPresent(started -> message.setStarted(of(started)));
    node.ended().ifPresent(ended -> message.setEnded(of(ended)));
    return message.build();
  }

  static NodeRun of(io.tributary.proto.orchestration.NodeRun message) {
    return checked(
        () ->
            new NodeRun(
                message.getRunId(),
                message.getNodeId(),
                NodeState.valueOf(message.getState().name()),
                message.getAttempt(),
                message.hasExecutionId()
                    ? OptionalLong.of(message.getExecutionId())
                    : OptionalLong.empty(),
                message.getReason(),
                message.hasStarted() ? Optional.of(of(message.getStarted())) : Optional.empty(),
                message.hasEnded() ? Optional.of(of(message.getEnded())) : Optional.empty(),
                message.getDetails()));
  }

  static io.tributary.proto.orchestration.Lease of(Lease lease) {
    return io.tributary.proto.orchestration.Lease.newBuilder()
        .setKey(lease.key())
        .setOwner(lease.owner())
        .setToken(lease.token())
        .setExpires(of(lease.expires()))
        .build();
  }

  static Lease of(io.tributary.proto.orchestration.Lease message) {
    return checked(
        () ->
            new Lease(
                message.getKey(),
                message.getOwner(),
                message.getToken(),
                of(message.getExpires())));
  }

  static io.tributary.proto.orchestration.AuditEntry of(AuditEntry entry) {
    return io.tributary.proto.orchestration.AuditEntry.newBuilder()
        .setId(entry.id())
        .setTime(of(entry.time()))
        .setActor(entry.actor())
        .setAction(entry.action())
        .setSubject(entry.subject())
        .setOutcome(
            io.tributary.proto.orchestration.AuditEntry.Outcome.valueOf(entry.outcome().name()))
        .setMessage(entry.message())
        .build();
  }

  static AuditEntry of(io.tributary.proto.orchestration.AuditEntry message) {
    return checked(
        () ->
            new AuditEntry(
                message.getId(),
                of(message.getTime()),
                message.getActor(),
                message.getAction(),
                message.getSubject(),
                AuditEntry.Outcome.valueOf(message.getOutcome().name()),
                message.getMessage()));
  }

  static io.tributary.proto.orchestration.PipelineRun.State of(RunState state) {
    return io.tributary.proto.orchestration.PipelineRun.State.valueOf(state.name());
  }

  static RunState of(io.tributary.proto.orchestration.PipelineRun.State state) {
    return checked(() -> RunState.valueOf(state.name()));
  }

  static Duration of(java.time.Duration duration) {
    return Duration.newBuilder()
        .setSeconds(duration.getSeconds())
        .setNanos(duration.getNano())
        .build();
  }

  static java.time.Duration of(Duration message) {
    return checked(() -> java.time.Duration.ofSeconds(message.getSeconds(), message.getNanos()));
  }

  private static Timestamp of(Instant time) {
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }

  private static Instant of(Timestamp message) {
    return Instant.ofEpochSecond(message.getSeconds(), message.getNanos());
  }

  private interface Reading<T> {
    T read();
  }

  /** What records, enums and times refuse is the fault of the message. */
  private static <T> T checked(Reading<T> reading) {
    try {
      return reading.read();
    } catch (IllegalArgumentException | java.time.DateTimeException | ArithmeticException e) {
      throw new MetadataException(
          MetadataException.Code.INVALID_ARGUMENT, String.valueOf(e.getMessage()), e);
    }
  }
}

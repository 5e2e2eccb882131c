package io.tributary.cli.run;

import io.tributary.api.artifact.InfraBlessing;
import io.tributary.api.artifact.ModelBlessing;
import io.tributary.api.artifact.Property;
import io.tributary.api.artifact.PushedModel;
import io.tributary.api.artifact.TunerResults;
import io.tributary.cli.command.ExitCode;
import io.tributary.cli.output.Table;
import io.tributary.metadata.NodeState;
import io.tributary.metadata.RunState;
import io.tributary.proto.mlmd.Artifact;
import io.tributary.proto.pipeline.Node;
import io.tributary.server.view.ArtifactView;
import io.tributary.server.view.RunDetailView;
import io.tributary.server.view.StoredRun;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;

/**
 * What a run came to: how its nodes ended, whether its models were blessed, and where they were
 * pushed.
 */
final class RunReport {
  private final StoredRun stored;

  RunReport(StoredRun stored) {
    this.stored = stored;
  }

  /**
   * One line: {@code chicago-taxi run 20261122-093001-4c1f: COMPLETE; 11 nodes: 11 executed, 0
   * cached}.
   */
  String headline() {
    var run = stored.run();
    var text = new StringBuilder(run.pipeline() + " run " + run.id() + ": " + run.state());
    run.ended()
        .ifPresent(
            ended -> text.append(" in ").append(seconds(Duration.between(run.started(), ended))));
    text.append("; ")
        .append(stored.nodes().size())
        .append(" nodes: ")
        .append(count(NodeState.COMPLETE) - resolved())
        .append(" executed, ")
        .append(count(NodeState.CACHED))
        .append(" cached");
    optional(text, resolved(), "resolved");
    optional(text, count(NodeState.SKIPPED), "skipped");
    optional(text, count(NodeState.FAILED), "failed");
    optional(text, count(NodeState.CANCELED), "canceled");
    optional(text, count(NodeState.PENDING) + count(NodeState.RUNNING), "to do");
    return text.toString();
  }

  private static void optional(StringBuilder text, long count, String what) {
    if (count > 0) {
      text.append(", ").append(count).append(' ').append(what);
    }
  }

  private long count(NodeState state) {
    return stored.nodes().stream().filter(node -> node.state() == state).count();
  }

  /** Resolvers choose among artifacts that exist; they count as neither executed nor cached. */
  private long resolved() {
    var resolvers = new HashSet<String>();
    for (var node : stored.pipeline().getNodesList()) {
      if (node.getKind() == Node.Kind.RESOLVER) {
        resolvers.add(node.getId());
      }
    }
    return stored.nodes().stream()
        .filter(node -> node.state() == NodeState.COMPLETE && resolvers.contains(node.nodeId()))
        .count();
  }

  /** What became of the models, one fact per line. */
  void verdicts(PrintWriter out) {
    print("search", "TunerResults", TunerResults.MESSAGE, out);
    print("model", "ModelBlessing", ModelBlessing.MESSAGE, out);
    print("serving", "InfraBlessing", InfraBlessing.MESSAGE, out);
    print("push", "PushedModel", PushedModel.MESSAGE, out);
    pushed()
        .forEach(artifact -> out.println("pushed to   " + text(artifact, PushedModel.DESTINATION)));
  }

  private void print(String label, String type, Property<?, String> message, PrintWriter out) {
    stored
        .artifacts(type)
        .forEach(artifact -> out.println(Table.pad(label, 12) + text(artifact, message)));
  }

  /** The models that are pushed. */
  private List<Artifact> pushed() {
    return pushed(stored.artifacts("PushedModel"));
  }

  boolean hasPushed() {
    return !pushed().isEmpty();
  }

  /** Whether a server that does not run yet would serve what was pushed. */
  boolean isToBeServed() {
    return pushed().stream()
        .anyMatch(model -> ArtifactView.text(model, PushedModel.SERVER.name()).isEmpty());
  }

  /** The models that this run pushed itself, as opposed to what an earlier run had pushed. */
  List<Artifact> newlyPushed() {
    return stored.nodes().stream()
        .filter(node -> node.state() == NodeState.COMPLETE)
        .flatMap(node -> pushed(stored.outputs().getOrDefault(node.nodeId(), List.of())).stream())
        .toList();
  }

  private static List<Artifact> pushed(List<Artifact> artifacts) {
    return artifacts.stream()
        .filter(artifact -> artifact.getType().equals("PushedModel"))
        .filter(artifact -> isTrue(artifact, PushedModel.PUSHED))
        .toList();
  }

  int exitCode() {
    if (stored.run().state() == RunState.CANCELED) {
      return ExitCode.CANCELED;
    } else if (stored.run().state() != RunState.COMPLETE) {
      return ExitCode.FAILED;
    }
    boolean refused =
        stored.artifacts("ModelBlessing").stream()
                .anyMatch(artifact -> !isTrue(artifact, ModelBlessing.BLESSED))
            || stored.artifacts("InfraBlessing").stream()
                .anyMatch(artifact -> !isTrue(artifact, InfraBlessing.BLESSED))
            || stored.artifacts("PushedModel").stream()
                .anyMatch(artifact -> !isTrue(artifact, PushedModel.PUSHED));
    return refused ? ExitCode.NOT_BLESSED : ExitCode.OK;
  }

  RunDetailView view() {
    return RunDetailView.of(stored);
  }

  static String seconds(Duration duration) {
    return BigDecimal.valueOf(duration.toNanos(), 9).setScale(2, RoundingMode.HALF_UP) + " s";
  }

  private static boolean isTrue(Artifact artifact, Property<?, Boolean> property) {
    return artifact.getCustomPropertiesMap().containsKey(property.name())
        && artifact.getCustomPropertiesMap().get(property.name()).getIntValue() != 0;
  }

  private static String text(Artifact artifact, Property<?, String> property) {
    return ArtifactView.text(artifact, property.name());
  }
}

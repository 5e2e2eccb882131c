package io.tributary.core.launcher;

import io.tributary.api.Component;
import io.tributary.api.ParameterValues;
import io.tributary.api.digest.FileDigests;
import io.tributary.core.compiler.StepLoader;
import io.tributary.proto.pipeline.Node;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Digests of what components read that is no artifact. Those of the nodes at the top of a pipeline
 * are begun at once, in a thread of their own, while the run is still being opened. Thread-safe.
 */
final class ExternalDigests implements AutoCloseable {
  private final FileDigests files;
  private final ParameterValues values;
  private final Map<String, FutureTask<String>> begun = new ConcurrentHashMap<>();

  private ExternalDigests(FileDigests files, ParameterValues values) {
    this.files = files;
    this.values = values;
  }

  /** Begins with those of {@code nodes} that wait for no other. */
  static ExternalDigests begin(
      List<Node> nodes, StepLoader loader, FileDigests files, ParameterValues values) {
    var digests = new ExternalDigests(files, values);
    for (var node : nodes) {
      if (node.getUpstreamCount() == 0) {
        digests.begun.put(
            node.getId(),
            new FutureTask<>(
                () ->
                    loader.load(node) instanceof Component<?> component
                        ? component.externalDigest(files, values)
                        : ""));
      }
    }
    var thread =
        new Thread(() -> digests.begun.values().forEach(FutureTask::run), "tributary-digests");
    thread.setDaemon(true);
    thread.start();
    return digests;
  }

  /** The digest of a node's component. A digest that was begun counts once. */
  String of(Node node, Component<?> component) throws Exception {
    var task = begun.remove(node.getId());
    if (task == null) {
      return component.externalDigest(files, values);
    }
    task.run();
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e.getCause() instanceof Exception failure ? failure : e;
    }
  }

  /** Gives up what nobody has asked for. */
  @Override
  public void close() {
    begun.values().forEach(task -> task.cancel(true));
  }
}

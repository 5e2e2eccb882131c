package io.tributary.runner.beam;

import io.tributary.proto.pipeline.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline's graph as a Beam pipeline: a step for every node, with its name. A step is handed
 * what the steps before it have said, grouped under its own name: grouping waits until all of them
 * have ended, keeps steps out of one fused stage, and spreads them over workers. What passes
 * between steps is names of nodes only; data lies in the home.
 */
final class Dag {
  /** No node is called so: ids have no spaces. */
  private static final String START = "the run";

  private static final String NODES = "all nodes";
  private static final String END = "everything";

  private final Function<Node, NodeStep> step;
  private final PCollection<String> start;
  private final Map<String, PCollection<String>> ended = new LinkedHashMap<>();
  private final Set<String> open = new LinkedHashSet<>();

  private Dag(Pipeline beam, Function<Node, NodeStep> step) {
    this.step = step;
    this.start = beam.apply(START, Create.of(START).withCoder(StringUtf8Coder.of()));
  }

  /** Says to a step that its nodes have ended, and nothing else. */
  private static final class Join extends DoFn<KV<String, Iterable<String>>, String> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(@Element KV<String, Iterable<String>> joined, OutputReceiver<String> out) {
      out.output(joined.getKey());
    }
  }

  /**
   * Adds the steps of all nodes.
   *
   * @param nodes in topological order
   * @param before what nodes wait for beside the nodes above them
   */
  static void build(
      Pipeline beam, List<Node> nodes, Map<String, String> before, Function<Node, NodeStep> step) {
    var dag = new Dag(beam, step);
    for (var node : nodes) {
      if (node.getTrigger() != Node.Trigger.ALL_UPSTREAM_ENDED) {
        dag.add(node, dag.with(node.getUpstreamList(), before.get(node.getId())), dag.start);
      }
    }
    var all = dag.join(NODES);
    for (var node : nodes) {
      if (node.getTrigger() == Node.Trigger.ALL_UPSTREAM_ENDED) {
        dag.add(node, dag.with(List.of(), before.get(node.getId())), all);
      }
    }
    // One end of everything: a runner that works back from the ends of the graph does it once.
    if (!dag.open.isEmpty()) {
      dag.join(END);
    }
  }

  private Set<String> with(List<String> above, @Nullable String before) {
    var waited = new LinkedHashSet<>(above);
    if (before != null) {
      waited.add(before);
    }
    return waited;
  }

  private void add(Node node, Set<String> before, PCollection<String> otherwise) {
    var input = before.isEmpty() ? otherwise : flat(node.getId(), before);
    ended.put(
        node.getId(), grouped(node.getId(), input).apply(node.getId(), ParDo.of(step.apply(node))));
    open.removeAll(before);
    open.add(node.getId());
  }

  private PCollection<String> join(String name) {
    var joined = grouped(name, flat(name, open)).apply(name, ParDo.of(new Join()));
    open.clear();
    return joined;
  }

  private PCollection<String> flat(String name, Set<String> nodes) {
    var inputs = new ArrayList<PCollection<String>>();
    nodes.forEach(node -> inputs.add(ended.get(node)));
    return inputs.size() == 1
        ? inputs.get(0)
        : PCollectionList.of(inputs).apply(name + " has above it", Flatten.pCollections());
  }

  private static PCollection<KV<String, Iterable<String>>> grouped(
      String name, PCollection<String> input) {
    return input
        .apply(name + " waits for nodes", WithKeys.of(name))
        .apply(name + " is ready", GroupByKey.create());
  }
}

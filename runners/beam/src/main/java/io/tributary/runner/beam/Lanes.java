package io.tributary.runner.beam;

import io.tributary.proto.pipeline.Node;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a limit on how many nodes run at a time where nobody decides at run time what starts next:
 * every node is put into one of as many lanes as nodes may run at a time, and waits for the node
 * before it in its lane. A lane whose last node is above the node anyway is taken first, because
 * that costs nothing: a graph that is narrower than the limit stays as it is.
 */
final class Lanes {
  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<BitSet> above = new ArrayList<>();
  private final List<Lane> lanes = new ArrayList<>();
  private final Map<String, String> before = new LinkedHashMap<>();

  private Lanes() {}

  /**
   * The node that a node is to wait for beside those above it, for every node that has to.
   *
   * @param nodes in topological order
   * @param limit how many of them may run at a time
   */
  static Map<String, String> before(List<Node> nodes, int limit) {
    var lanes = new Lanes();
    nodes.forEach(node -> lanes.add(node, limit));
    return lanes.before;
  }

  /** Nodes of which no two run at the same time. */
  private static final class Lane {
    private String last;
    private int number;
    private int ends;

    Lane(String last, int number) {
      this.last = last;
      this.number = number;
      this.ends = 1;
    }
  }

  private void add(Node node, int limit) {
    var ancestors = new BitSet();
    for (var upstream : node.getUpstreamList()) {
      addAncestor(ancestors, upstream);
    }
    var id = node.getId();
    var free = last(lanes.stream().filter(lane -> ancestors.get(lane.number)).toList());
    int number = above.size();
    if (free == null && lanes.size() < limit) {
      lanes.add(new Lane(id, number));
    } else {
      var lane = free == null ? first() : free;
      if (free == null) {
        before.put(id, lane.last);
        addAncestor(ancestors, lane.last);
      }
      lane.last = id;
      lane.number = number;
      lane.ends++;
    }
    numbers.put(id, number);
    above.add(ancestors);
  }

  private void addAncestor(BitSet ancestors, String node) {
    var number = numbers.get(node);
    if (number != null) {
      ancestors.set(number);
      ancestors.or(above.get(number));
    }
  }

  /** The lane that is free first, if every node takes the same time. */
  private Lane first() {
    return lanes.stream()
        .min((left, right) -> Integer.compare(left.ends, right.ends))
        .orElseThrow();
  }

  private static @Nullable Lane last(List<Lane> lanes) {
    return lanes.stream().max((left, right) -> Integer.compare(left.ends, right.ends)).orElse(null);
  }
}

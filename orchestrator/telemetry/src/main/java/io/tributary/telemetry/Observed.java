package io.tributary.telemetry;

import static java.util.Objects.requireNonNull;

import io.tributary.core.RunHome;
import io.tributary.core.RunRequest;
import io.tributary.core.TraceContext;
import io.tributary.proto.pipeline.Node;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is observed: a run that this process conducts, or one node of a run.
 *
 * @param home where the run is stored
 * @param parent the span that the work is part of, if this process was told one
 */
public record Observed(RunRequest request, RunHome home, Optional<TraceContext> parent) {
  public Observed {
    requireNonNull(request, "request");
    requireNonNull(home, "home");
    requireNonNull(parent, "parent");
  }

  /** Binary names of the nodes' classes, by node. */
  public Map<String, String> components() {
    var components = new HashMap<String, String>();
    request.pipeline().getNodesList().forEach(n -> components.put(n.getId(), n.getComponent()));
    return components;
  }

  /** Nodes that choose among artifacts, and so never have an attempt. */
  public Set<String> resolvers() {
    return request.pipeline().getNodesList().stream()
        .filter(node -> node.getKind() == Node.Kind.RESOLVER)
        .map(Node::getId)
        .collect(Collectors.toSet());
  }
}

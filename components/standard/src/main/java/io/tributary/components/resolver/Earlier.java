package io.tributary.components.resolver;

import io.tributary.api.InputArtifact;
import io.tributary.api.Resolution;
import io.tributary.api.artifact.Artifact;
import io.tributary.api.artifact.Property;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a node has published in other runs.
 *
 * @param span which property of the artifacts says of which span they are
 */
record Earlier<A extends Artifact>(Property<A, Long> span) {

  /** What the same node has published, newest first, without what it has published now. */
  Stream<InputArtifact<A>> others(InputArtifact<A> now, Resolution<?> resolution) {
    var node = Property.ofString(span.artifact(), "producer_component");
    return resolution.published(span.artifact()).stream()
        .filter(other -> other.id() != now.id())
        .filter(other -> other.property(node).equals(now.property(node)));
  }

  /** 0 where there are no spans. */
  long of(InputArtifact<A> artifact) {
    return artifact.property(span).orElse(0L);
  }

  /**
   * The newest of each of the spans before that of {@code now}, in their order, as far as a window
   * reaches back.
   *
   * @param spans how many spans the window has, that of {@code now} among them
   */
  List<InputArtifact<A>> window(InputArtifact<A> now, int spans, Resolution<?> resolution) {
    long last = of(now);
    var bySpan = new TreeMap<Long, InputArtifact<A>>();
    // the newest come first
    others(now, resolution)
        .filter(other -> of(other) > Math.max(0, last - spans))
        .filter(other -> of(other) < last)
        .forEach(other -> bySpan.putIfAbsent(of(other), other));
    return List.copyOf(bySpan.values());
  }

  /** A number of spans that a window can have. */
  static void requireWindow(int spans) {
    if (spans < 2) {
      throw new IllegalArgumentException(
          "spans: " + spans + " (expected: at least 2); leave the resolver out for one span");
    }
  }
}

package io.tributary.core.launcher;

import io.tributary.api.OutputArtifact;
import io.tributary.api.artifact.Artifact;
import io.tributary.api.artifact.ArtifactType;
import io.tributary.api.artifact.Property;
import io.tributary.core.artifact.SplitNames;
import io.tributary.core.compiler.Compiler;
import io.tributary.proto.mlmd.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** An artifact in the making, and what the component says of it. */
final class Staged<A extends Artifact> implements OutputArtifact<A> {
  private final ArtifactType<A> type;
  private final Path path;
  private final Set<String> splits = new LinkedHashSet<>();
  private final Map<String, Value> properties = new TreeMap<>();

  Staged(ArtifactType<A> type, Path path) {
    this.type = type;
    this.path = path;
  }

  @Override
  public Path path() {
    return path;
  }

  @Override
  public synchronized Path split(String name) {
    if (name.isEmpty() || name.contains("/") || name.contains("\\") || name.startsWith(".")) {
      throw new IllegalArgumentException(
          "split: '" + name + "' (expected: a name without slashes); choose another name");
    }
    try {
      var directory = Files.createDirectories(path.resolve("Split-" + name));
      splits.add(name);
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public synchronized <T> void set(Property<A, T> property, T value) {
    if (CacheKey.PROVENANCE.contains(property.name())) {
      throw new IllegalArgumentException(
          "property '"
              + property.name()
              + "': set by the component (expected: a name other than "
              + CacheKey.PROVENANCE.stream().sorted().toList()
              + "); these are set when the artifact is published");
    }
    properties.put(property.name(), Compiler.propertyValue(value));
  }

  /** Puts what the component said into the artifact that will be stored. */
  synchronized void describe(io.tributary.proto.mlmd.Artifact.Builder artifact) {
    var declared = type.properties();
    if (!splits.isEmpty() && declared.containsKey(SplitNames.PROPERTY)) {
      artifact.putProperties(
          SplitNames.PROPERTY, Ledger.string(SplitNames.format(splits.stream().toList())));
    }
    properties.forEach(
        (name, value) -> {
          if (declared.containsKey(name)) {
            artifact.putProperties(name, value);
          } else {
            artifact.putCustomProperties(name, value);
          }
        });
  }
}

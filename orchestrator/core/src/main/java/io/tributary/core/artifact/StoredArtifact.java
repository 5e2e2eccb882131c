package io.tributary.core.artifact;

import static java.util.Objects.requireNonNull;

import io.tributary.api.InputArtifact;
import io.tributary.api.artifact.Artifact;
import io.tributary.api.artifact.Property;
import io.tributary.proto.mlmd.Value;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An artifact as the metadata store knows it. Immutable.
 *
 * @param message the stored artifact
 * @param path the payload's directory
 */
public record StoredArtifact<A extends Artifact>(
    io.tributary.proto.mlmd.Artifact message, Path path) implements InputArtifact<A> {

  /** Custom property with the content digest. */
  public static final String CONTENT_DIGEST = "content_digest";

  public StoredArtifact {
    requireNonNull(message, "message");
    requireNonNull(path, "path");
  }

  @Override
  public long id() {
    return message.getId();
  }

  /** Name of the artifact's type. */
  public String type() {
    return message.getType();
  }

  @Override
  public String uri() {
    return message.getUri();
  }

  @Override
  public String digest() {
    var digest = message.getCustomPropertiesMap().get(CONTENT_DIGEST);
    return digest == null ? "" : digest.getStringValue();
  }

  @Override
  public <T> Optional<T> property(Property<A, T> property) {
    var stored = message.getPropertiesMap().get(property.name());
    if (stored == null) {
      stored = message.getCustomPropertiesMap().get(property.name());
    }
    if (stored == null) {
      return Optional.empty();
    }
    var value = value(stored, property.type());
    if (value == null) {
      throw new IllegalStateException(
          "artifact "
              + id()
              + " > property '"
              + property.name()
              + "': "
              + stored.getValueCase()
              + " (expected: "
              + property.type().getSimpleName()
              + "); declare the property with the type it is stored with");
    }
    return Optional.of(property.type().cast(value));
  }

  private static @Nullable Object value(Value stored, Class<?> type) {
    if (type == Long.class && stored.hasIntValue()) {
      return stored.getIntValue();
    }
    if (type == Boolean.class && stored.hasIntValue()) {
      return stored.getIntValue() != 0;
    }
    if (type == Boolean.class && stored.hasBoolValue()) {
      return stored.getBoolValue();
    }
    if (type == Double.class && stored.hasDoubleValue()) {
      return stored.getDoubleValue();
    }
    if (type == String.class && stored.hasStringValue()) {
      return stored.getStringValue();
    }
    return null;
  }

  @Override
  public List<String> splits() {
    var names = message.getPropertiesMap().get(SplitNames.PROPERTY);
    return names == null ? List.of() : SplitNames.parse(names.getStringValue());
  }

  /**
   * The same artifact, typed.
   *
   * @throws IllegalArgumentException if it is of another type
   */
  @SuppressWarnings("unchecked") // the name of the stored type is the simple name of the interface
  public <B extends Artifact> StoredArtifact<B> as(Class<B> artifactType) {
    if (!type().equals(artifactType.getSimpleName())) {
      throw new IllegalArgumentException(
          "artifact "
              + id()
              + ": of type "
              + type()
              + " (expected: "
              + artifactType.getSimpleName()
              + "); read it as what it is");
    }
    return (StoredArtifact<B>) this;
  }
}

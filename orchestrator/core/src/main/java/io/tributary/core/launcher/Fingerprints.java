package io.tributary.core.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.api.Component;
import io.tributary.api.digest.Sha256;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Digests of the code that a step consists of: of the jar, or the directory of classes, from which
 * each of its classes was loaded. Thread-safe.
 */
final class Fingerprints {
  private static final String OF_THE_JDK = "jdk";

  private final DigestMemory memory;
  private final Map<Path, String> bySource = new HashMap<>();

  Fingerprints(DigestMemory memory) {
    this.memory = memory;
  }

  /** Digests by class name, sorted: of the step, of the classes in its parameters, of the API. */
  synchronized Map<String, String> of(Record step) throws IOException {
    var classes = new LinkedHashSet<Class<?>>();
    collect(step, classes);
    classes.add(Component.class);
    var fingerprints = new TreeMap<String, String>();
    for (var type : classes) {
      fingerprints.put(type.getName(), of(type));
    }
    return fingerprints;
  }

  private static void collect(Object value, Set<Class<?>> classes) {
    if (value instanceof Class<?> type) {
      classes.add(type);
    } else if (value instanceof Record fields) {
      classes.add(value.getClass());
      for (var component : value.getClass().getRecordComponents()) {
        var accessor = component.getAccessor();
        accessor.setAccessible(true);
        try {
          collect(accessor.invoke(fields), classes);
        } catch (ReflectiveOperationException e) {
          throw new IllegalStateException(accessor + ": cannot be read", e);
        }
      }
    } else if (value instanceof Optional<?> optional) {
      optional.ifPresent(content -> collect(content, classes));
    } else if (value instanceof Map<?, ?> map) {
      map.values().forEach(content -> collect(content, classes));
    } else if (value instanceof Collection<?> elements) {
      elements.forEach(element -> collect(element, classes));
    }
  }

  private String of(Class<?> type) throws IOException {
    var domain = type.getProtectionDomain().getCodeSource();
    if (domain == null || domain.getLocation() == null) {
      return OF_THE_JDK;
    }
    Path source;
    try {
      source = Path.of(domain.getLocation().toURI());
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw new IOException(
          "class "
              + type.getName()
              + ": loaded from "
              + domain.getLocation()
              + " (expected: a jar or a directory); load it from the file system, so that changes of the code are noticed",
          e);
    }
    var known = bySource.get(source);
    if (known == null) {
      known = digest(source);
      bySource.put(source, known);
    }
    return known;
  }

  private String digest(Path source) throws IOException {
    var files = DigestMemory.Seen.below(source);
    return memory.recall(
        source.toString(),
        files,
        () -> {
          var digest = Sha256.create();
          for (var file : files) {
            var name = source.relativize(file.path()).toString().replace('\\', '/');
            digest.update(name.getBytes(UTF_8));
            digest.update(new byte[1]);
            Sha256.update(digest, file.path());
          }
          return Sha256.hex(digest);
        });
  }
}

package io.tributary.core.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import io.tributary.api.Component;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Digests of the code that a step consists of: of the jar, or the directory of classes, from which
 * each of its classes was loaded. Computed once per process; digests of files that have not changed
 * their size and time are remembered in a file. Thread-safe.
 */
final class Fingerprints {
  private static final String OF_THE_JDK = "jdk";
  private static final int MOST_REMEMBERED = 1_000;

  private final Path memory;
  private final Map<Path, String> bySource = new HashMap<>();
  private final Map<String, String> remembered = new HashMap<>();
  private boolean loaded;

  /**
   * @param memory the file that remembers digests from process to process
   */
  Fingerprints(Path memory) {
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
    var files = files(source);
    var stamp = stamp(source, files);
    load();
    var known = remembered.get(stamp);
    if (known != null) {
      return known;
    }
    var digest = sha256();
    for (var file : files) {
      digest.update(source.relativize(file.path()).toString().replace('\\', '/').getBytes(UTF_8));
      digest.update(new byte[1]);
      update(digest, file.path());
    }
    var fingerprint = HexFormat.of().formatHex(digest.digest());
    remember(stamp, fingerprint);
    return fingerprint;
  }

  private record SourceFile(Path path, long size, long modified) {}

  private static List<SourceFile> files(Path source) throws IOException {
    var files = new TreeMap<Path, SourceFile>();
    // Behind a link is code, too.
    Files.walkFileTree(
        source,
        EnumSet.of(FileVisitOption.FOLLOW_LINKS),
        Integer.MAX_VALUE,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            var modified = attributes.lastModifiedTime().toInstant();
            long nanos = modified.getEpochSecond() * 1_000_000_000L + modified.getNano();
            files.put(file, new SourceFile(file, attributes.size(), nanos));
            return FileVisitResult.CONTINUE;
          }
        });
    return List.copyOf(files.values());
  }

  private static String stamp(Path source, List<SourceFile> files) {
    var digest = sha256();
    digest.update(source.toString().getBytes(UTF_8));
    for (var file : files) {
      var line = "\n" + file.path() + " " + file.size() + " " + file.modified();
      digest.update(line.getBytes(UTF_8));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void update(MessageDigest digest, Path file) throws IOException {
    var buffer = new byte[1 << 16];
    try (var in = new BufferedInputStream(Files.newInputStream(file), buffer.length)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
    }
  }

  private void load() throws IOException {
    if (loaded) {
      return;
    }
    loaded = true;
    try {
      for (var line : Files.readAllLines(memory)) {
        int space = line.indexOf(' ');
        // A line that another process has not finished writing is no longer than it should be.
        if (space == 64 && line.length() == 129) {
          remembered.put(line.substring(0, space), line.substring(space + 1));
        }
      }
    } catch (NoSuchFileException e) {
      remembered.clear();
    } catch (CharacterCodingException e) {
      // Not what this class wrote: what it remembers can be computed again.
      remembered.clear();
      Files.deleteIfExists(memory);
    }
    if (remembered.size() > MOST_REMEMBERED) {
      remembered.clear();
      Files.deleteIfExists(memory);
    }
  }

  private void remember(String stamp, String fingerprint) throws IOException {
    remembered.put(stamp, fingerprint);
    Files.createDirectories(memory.resolveSibling(""));
    Files.writeString(memory, stamp + " " + fingerprint + "\n", CREATE, APPEND);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256: not offered (expected: every JDK has it)", e);
    }
  }
}

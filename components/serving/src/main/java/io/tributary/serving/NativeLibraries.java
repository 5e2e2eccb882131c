package io.tributary.serving;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.jar.JarEntry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps ONNX Runtime's native libraries unpacked between processes. ONNX Runtime unpacks its 24 MB
 * out of the jar at every start, which takes longer than all else a small model needs.
 *
 * <p>They lie in {@code ~/.cache/tributary/native}; the system property {@code
 * tributary.native.directory} names another place, and an empty one leaves the unpacking to ONNX
 * Runtime. Where {@code onnxruntime.native.path} is set already, nothing is done.
 *
 * <p>A JVM loads a file for one class loader only. Where one has loaded these already, as on a
 * worker that gives every job a class loader of its own, ONNX Runtime unpacks copies for the next.
 */
final class NativeLibraries {
  private static final String DIRECTORY_PROPERTY = "tributary.native.directory";
  private static final String ORT_PROPERTY = "onnxruntime.native.path";

  /** Tells class loaders of this process that one of them has loaded the files. */
  private static final String LOADED_PROPERTY = "tributary.native.loaded";

  private NativeLibraries() {}

  static void prepare() {
    String setting = System.getProperty(DIRECTORY_PROPERTY);
    String platform = platform();
    if (System.getProperty(ORT_PROPERTY) != null
        || System.getProperty(LOADED_PROPERTY) != null
        || (setting != null && setting.isEmpty())
        || platform.isEmpty()) {
      return;
    }
    Path cache =
        setting != null
            ? Path.of(setting)
            : Path.of(System.getProperty("user.home"), ".cache", "tributary", "native");
    try {
      Path ready = unpack(cache, platform);
      if (ready != null) {
        System.setProperty(ORT_PROPERTY, ready.toString());
        System.setProperty(LOADED_PROPERTY, ready.toString());
      }
    } catch (IOException e) {
      // A home directory that cannot be written to is no reason not to run: it only starts slower.
      log().debug("{}: not kept unpacked, ONNX Runtime unpacks its libraries itself", cache, e);
    }
  }

  /** ONNX Runtime has looked for the files; class loaders after this one are not to find them. */
  static void loaded() {
    var own = System.getProperty(LOADED_PROPERTY);
    if (own != null && own.equals(System.getProperty(ORT_PROPERTY))) {
      System.clearProperty(ORT_PROPERTY);
    }
  }

  private static Logger log() {
    return LoggerFactory.getLogger(NativeLibraries.class);
  }

  private static String platform() {
    if (!System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux")) {
      return "";
    }
    return switch (System.getProperty("os.arch")) {
      case "amd64", "x86_64" -> "linux-x64";
      case "aarch64" -> "linux-aarch64";
      default -> "";
    };
  }

  private static @org.jspecify.annotations.Nullable Path unpack(Path cache, String platform)
      throws IOException {
    String folder = "/ai/onnxruntime/native/" + platform + "/";
    JarEntry library = entry(folder + "libonnxruntime.so");
    JarEntry binding = entry(folder + "libonnxruntime4j_jni.so");
    if (library == null || binding == null) {
      return null;
    }
    // The checksums in the name keep versions of the library apart.
    Path directory =
        cache.resolve("onnxruntime-%08x-%08x".formatted(library.getCrc(), binding.getCrc()));
    Files.createDirectories(directory);
    copy(folder + "libonnxruntime.so", library, directory.resolve("libonnxruntime.so"));
    copy(folder + "libonnxruntime4j_jni.so", binding, directory.resolve("libonnxruntime4j_jni.so"));
    return directory;
  }

  private static @org.jspecify.annotations.Nullable JarEntry entry(String resource)
      throws IOException {
    URL url = ai.onnxruntime.OnnxValue.class.getResource(resource);
    return url != null && url.openConnection() instanceof JarURLConnection jar
        ? jar.getJarEntry()
        : null;
  }

  private static void copy(String resource, JarEntry entry, Path target) throws IOException {
    if (Files.exists(target) && Files.size(target) == entry.getSize()) {
      return;
    }
    Path partial =
        Files.createTempFile(target.getParent(), target.getFileName().toString(), ".part");
    try (InputStream in = ai.onnxruntime.OnnxValue.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException(resource + ": not in the jar of ONNX Runtime");
      }
      Files.copy(in, partial, StandardCopyOption.REPLACE_EXISTING);
      Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(partial);
    }
  }
}

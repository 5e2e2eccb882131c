package io.tributary.core.jar;

import io.tributary.core.launcher.DigestMemory.Seen;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A folder of classes as a jar: the same bytes wherever and whenever the same files are packed, on
 * every Java; therefore nothing is compressed, and times are left out.
 */
final class PackedClasses {
  /**
   * Not the first that a zip file can say: that one stands for all times before it, too, and would
   * be written a second time as an instant, which depends on the time zone.
   */
  private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

  private PackedClasses() {}

  static void write(Path folder, List<Seen> files, OutputStream out) throws IOException {
    var zip = new ZipOutputStream(out);
    for (var file : byName(folder, files).entrySet()) {
      var entry = new ZipEntry(file.getKey());
      entry.setTimeLocal(NO_TIME);
      entry.setMethod(ZipEntry.STORED);
      var sum = new CheckedOutputStream(OutputStream.nullOutputStream(), new CRC32());
      entry.setSize(Files.copy(file.getValue(), sum));
      entry.setCrc(sum.getChecksum().getValue());
      zip.putNextEntry(entry);
      Files.copy(file.getValue(), zip);
      zip.closeEntry();
    }
    zip.finish();
  }

  private static Map<String, Path> byName(Path folder, List<Seen> files) {
    var byName = new TreeMap<String, Path>();
    for (var file : files) {
      byName.put(folder.relativize(file.path()).toString().replace('\\', '/'), file.path());
    }
    return byName;
  }
}

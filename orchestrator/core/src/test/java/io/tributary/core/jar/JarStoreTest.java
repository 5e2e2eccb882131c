package io.tributary.core.jar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.api.Pipeline;
import io.tributary.api.digest.Sha256;
import io.tributary.core.RunHome;
import io.tributary.core.RunJars;
import io.tributary.core.RunRefusedException;
import io.tributary.core.RunRequest;
import io.tributary.core.Sequentially;
import io.tributary.core.compiler.Compiler;
import io.tributary.core.launcher.DigestMemory.Seen;
import io.tributary.core.steps.Write;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TimeZone;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JarStoreTest {
  private static final ClassLoader CLASSES = JarStoreTest.class.getClassLoader();

  @TempDir Path directory;
  private RunHome home;

  @BeforeEach
  void open() {
    home = RunHome.open(directory.resolve("home"), Clock.systemUTC());
  }

  @AfterEach
  void close() {
    home.close();
  }

  private Path jar(String name, String content) throws IOException {
    return jar(name, content, new Manifest());
  }

  private Path jar(String name, String content, Manifest manifest) throws IOException {
    return jar(name, "content", content, manifest);
  }

  private static Manifest classPath(String names) {
    var manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, names);
    return manifest;
  }

  private Path jar(String name, String entry, String content, Manifest manifest)
      throws IOException {
    var file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    try (var jar = new JarOutputStream(Files.newOutputStream(file), manifest)) {
      jar.putNextEntry(new JarEntry(entry));
      jar.write(content.getBytes(UTF_8));
      jar.closeEntry();
    }
    return file;
  }

  /** Starts a run with jars, and takes it to its end. */
  private void run(String id, Path... jars) throws Exception {
    var pipeline = Pipeline.named("small");
    pipeline.add(new Write("a", directory.resolve("trace")));
    try (var kept = RunJars.keep(home, id, List.of(jars))) {
      Sequentially.run(
          kept.in(RunRequest.of(Compiler.compile(pipeline), CLASSES, id), CLASSES), home);
    }
  }

  private Path kept(Path jar) throws IOException {
    return home.directory().resolve("jars").resolve(Sha256.of(jar) + ".jar");
  }

  private List<Path> allKept() throws IOException {
    try (Stream<Path> files = Files.list(home.directory().resolve("jars"))) {
      return files.filter(file -> !file.endsWith(".lock")).sorted().toList();
    }
  }

  private static String content(Path jar) throws IOException {
    try (var opened = new JarFile(jar.toFile());
        var in = opened.getInputStream(opened.getJarEntry("content"))) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  @Test
  void aJarIsKeptOnceForAllRuns() throws Exception {
    var mine = jar("mine.jar", "one");
    var same = Files.copy(mine, directory.resolve("same.jar"));

    run("first", mine);
    run("second", same);

    assertThat(allKept()).containsExactly(kept(mine));
    assertThat(RunJars.recall(home, "first")).containsExactly(kept(mine));
    assertThat(RunJars.recall(home, "second")).containsExactly(kept(mine));
  }

  @Test
  void aRunHasItsJarThoughTheFileIsWrittenInPlaceOrDeleted() throws Exception {
    var mine = jar("mine.jar", "one");
    run("first", mine);

    Files.write(mine, Files.readAllBytes(jar("other.jar", "two")));
    assertThat(content(RunJars.recall(home, "first").get(0))).isEqualTo("one");

    Files.delete(mine);
    assertThat(content(RunJars.recall(home, "first").get(0))).isEqualTo("one");
  }

  @Test
  void aRunWithoutJarsHasNone() throws Exception {
    run("first");

    assertThat(RunJars.recall(home, "first")).isEmpty();
    assertThat(RunJars.recall(home, "unknown")).isEmpty();
    assertThat(home.directory().resolve("jars")).doesNotExist();
  }

  @Test
  void aDamagedCopyIsReplacedByTheNextRunThatHasTheJar() throws Exception {
    var mine = jar("mine.jar", "one");
    run("first", mine);
    Files.writeString(kept(mine), "damaged");

    run("second", mine);

    assertThat(content(kept(mine))).isEqualTo("one");
  }

  @Test
  void aLostOrDamagedCopyIsMadeAgainFromWhereTheJarWasGiven() throws Exception {
    var mine = jar("mine.jar", "one");
    run("first", mine);

    Files.delete(kept(mine));
    assertThat(RunJars.recall(home, "first")).containsExactly(kept(mine));
    Files.writeString(kept(mine), "damaged");
    assertThat(RunJars.recall(home, "first")).containsExactly(kept(mine));

    assertThat(content(kept(mine))).isEqualTo("one");
  }

  @Test
  void everyJarThatIsLostIsNamedWithWhatWasExpectedAndWhatToDo() throws Exception {
    var missing = jar("missing.jar", "one");
    var changed = jar("changed.jar", "two");
    var found = jar("found.jar", "three");
    run("first", missing, changed, found);
    var digest = Sha256.of(missing);
    Files.delete(kept(missing));
    Files.delete(missing);
    Files.writeString(kept(changed), "damaged");
    Files.write(changed, Files.readAllBytes(found));

    assertThatThrownBy(() -> RunJars.recall(home, "first"))
        .isInstanceOf(RunRefusedException.class)
        .hasMessageStartingWith("run 'first' > jars: missing.jar (SHA-256 " + digest + "): ")
        .hasMessageContaining(missing + " is missing")
        .hasMessageContaining("; changed.jar (SHA-256 ")
        .hasMessageContaining(changed + " has the digest " + Sha256.of(found))
        .hasMessageContaining("--jar")
        .hasMessageNotContaining("found.jar");
  }

  @Test
  void aRunThatIsRefusedLeavesNoJar() throws Exception {
    var mine = jar("mine.jar", "one");
    var other = jar("other.jar", "two");
    run("first", mine);

    assertThatThrownBy(() -> run("first", mine, other)).isInstanceOf(RunRefusedException.class);

    assertThat(allKept()).containsExactly(kept(mine));
    assertThat(RunJars.recall(home, "first")).containsExactly(kept(mine));
  }

  @Test
  void aFileThatIsNoJarIsNamedAndLeavesNothing() throws Exception {
    var mine = jar("mine.jar", "one");
    var broken = Files.writeString(directory.resolve("broken.jar"), "no zip");

    assertThatThrownBy(() -> run("first", mine, broken))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("jar " + broken + ": ")
        .hasMessageContaining("(expected: a jar that is whole); build it again");

    assertThat(allKept()).isEmpty();
  }

  @Test
  void whatADeadProcessWasWritingIsDropped() throws Exception {
    var left = home.directory().resolve("jars").resolve(".new-1.jar");
    Files.createDirectories(left.getParent());
    Files.writeString(left, "half");

    run("first", jar("mine.jar", "one"));

    assertThat(left).doesNotExist();
  }

  @Test
  void equalFoldersOfClassesAreOneJar() throws Exception {
    for (var folder : List.of("one", "two")) {
      var deep = Files.createDirectories(directory.resolve(folder).resolve("b/c"));
      var names = folder.equals("one") ? List.of("x", "y") : List.of("y", "x");
      for (var name : names) {
        Files.writeString(deep.resolve(name), name);
      }
      Files.writeString(directory.resolve(folder).resolve("content"), "all");
    }
    Files.setLastModifiedTime(directory.resolve("one/content"), FileTime.from(Instant.EPOCH));

    run("first", directory.resolve("one"));
    run("second", directory.resolve("two"));

    assertThat(allKept()).hasSize(1);
    assertThat(content(allKept().get(0))).isEqualTo("all");
    // The same on every Java.
    assertThat(allKept().get(0).getFileName())
        .hasToString("780cd377d7d4cb4664f9775d82675f05f02813c5902962a490e70c5ecf8702f5.jar");
  }

  @Test
  void aFolderIsTheSameJarInEveryTimeZone() throws Exception {
    var folder = Files.createDirectories(directory.resolve("classes"));
    Files.writeString(folder.resolve("content"), "one");
    var zone = TimeZone.getDefault();
    var packed = new ArrayList<byte[]>();
    try {
      for (var name : List.of("UTC", "Asia/Tokyo", "America/Los_Angeles")) {
        TimeZone.setDefault(TimeZone.getTimeZone(name));
        var out = new ByteArrayOutputStream();
        PackedClasses.write(folder, Seen.below(folder), out);
        packed.add(out.toByteArray());
      }
    } finally {
      TimeZone.setDefault(zone);
    }

    assertThat(packed.get(1)).isEqualTo(packed.get(0));
    assertThat(packed.get(2)).isEqualTo(packed.get(0));
  }

  @Test
  void aRunHasItsFolderOfClassesAsItWas() throws Exception {
    var folder = Files.createDirectories(directory.resolve("classes"));
    Files.writeString(folder.resolve("content"), "one");
    run("first", folder);

    Files.writeString(folder.resolve("content"), "two");

    assertThat(content(RunJars.recall(home, "first").get(0))).isEqualTo("one");
    Files.delete(allKept().get(0));
    assertThatThrownBy(() -> RunJars.recall(home, "first"))
        .hasMessageContaining("classes (SHA-256 ");
    Files.writeString(folder.resolve("content"), "one");
    assertThat(content(RunJars.recall(home, "first").get(0))).isEqualTo("one");
  }

  @Test
  void aFolderThatCannotBeReadAnyMoreHasChanged() throws Exception {
    var folder = Files.createDirectories(directory.resolve("classes"));
    Files.writeString(folder.resolve("content"), "one");
    run("first", folder);
    Files.createSymbolicLink(folder.resolve("loop"), folder);

    assertThat(RunJars.successors(home, "first")).containsExactly(folder);
    assertThat(RunJars.recall(home, "first")).isEqualTo(allKept());
    Files.delete(allKept().get(0));
    assertThatThrownBy(() -> RunJars.recall(home, "first"))
        .isInstanceOf(RunRefusedException.class)
        .hasMessageContaining(folder + " cannot be read");
  }

  @Test
  void jarsThatAManifestNamesAreKeptToo() throws Exception {
    var library = jar("lib/a library.jar", "library");
    var mine = jar("mine.jar", "mine", classPath("lib/a%20library.jar nowhere.jar"));

    run("first", mine);

    assertThat(RunJars.recall(home, "first")).containsExactly(kept(mine), kept(library));
  }

  @Test
  void whatAManifestNamesThatIsNoJarIsLeftOut() throws Exception {
    Files.writeString(directory.resolve("notes.txt"), "no zip");
    var library = jar("library.jar", "library");
    var mine = jar("mine.jar", "mine", classPath("notes.txt library.jar"));
    var empty = jar("empty.jar", "empty", classPath(" "));

    run("first", mine, empty);

    assertThat(RunJars.recall(home, "first"))
        .containsExactly(kept(mine), kept(library), kept(empty));
  }

  @Test
  void aLibraryThatIsNamedAbsolutelyIsExecutedAsItWasThoughItIsBuiltAgain() throws Exception {
    var library = jar("lib/library.jar", "said", "one", new Manifest());
    var before = kept(library);
    var mine = jar("mine.jar", "mine", classPath(library.toUri().toString()));

    run("first", mine);
    jar("lib/library.jar", "said", "two", new Manifest());

    var recalled = RunJars.recall(home, "first");
    assertThat(recalled).containsExactly(before, kept(mine));
    try (var classes = (URLClassLoader) RunJars.classes(recalled, CLASSES);
        var said = classes.getResourceAsStream("said")) {
      assertThat(said).hasContent("one");
    }
  }

  @Test
  void jarsOfARunFromBeforeTheyWereKeptAreFoundByPathAndDigest() throws Exception {
    run("first");
    var mine = jar("my own.jar", "one");
    var folder = Files.createDirectories(directory.resolve("classes"));
    var digest = Sha256.of(mine);
    var remembered = home.log("first", "jars").resolveSibling("jars");
    Files.createDirectories(remembered.getParent());
    Files.writeString(remembered, digest + " " + mine + "\n- " + folder + "\n");

    assertThat(RunJars.recall(home, "first")).containsExactly(kept(mine), folder);

    var place = kept(mine);
    Files.delete(mine);
    assertThat(RunJars.recall(home, "first")).containsExactly(place, folder);
    Files.delete(place);
    Files.delete(folder);
    assertThatThrownBy(() -> RunJars.recall(home, "first"))
        .isInstanceOf(RunRefusedException.class)
        .hasMessageContaining("my own.jar (SHA-256 " + digest + ")")
        .hasMessageContaining(folder + " is missing");
  }

  @Test
  void whoIsInterruptedWhileWaitingForItsTurnDoesNotGoOnWithoutIt() throws Exception {
    var lock = directory.resolve("lock");

    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> Turn.await(lock)).isInstanceOf(InterruptedIOException.class);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }

    try (var turn = Turn.await(lock)) {
      assertThat(turn.isHeld()).isTrue();
    }
  }

  @Test
  void manyRunsMayStartAtATime() throws Exception {
    var mine = jar("mine.jar", "one");
    var threads = Executors.newFixedThreadPool(8);
    try {
      var started = new ArrayList<Future<?>>();
      for (int i = 0; i < 8; i++) {
        var id = "run-" + i;
        Callable<Void> start =
            () -> {
              run(id, mine);
              return null;
            };
        started.add(threads.submit(start));
      }
      for (var start : started) {
        start.get();
      }
    } finally {
      threads.shutdownNow();
    }

    assertThat(allKept()).containsExactly(kept(mine));
    for (int i = 0; i < 8; i++) {
      assertThat(RunJars.recall(home, "run-" + i)).containsExactly(kept(mine));
    }
  }

  @Test
  void givenJarsAreTheSameIfTheirContentIs() throws Exception {
    var mine = jar("mine.jar", "one");
    run("first", mine);

    assertThat(RunJars.areSame(home, "first", List.of(mine))).isTrue();
    assertThat(RunJars.areSame(home, "first", List.of(jar("other.jar", "two")))).isFalse();
    assertThat(RunJars.areSame(home, "first", List.of(directory.resolve("no.jar")))).isFalse();
  }

  @Test
  void uploadThatEndsMeanwhileIsPassedOver() throws IOException {
    var jar = jar("a.jar", "a");
    var folder = Files.createDirectories(home.directory().resolve("jars"));
    // Names of files that are gone when they are looked at.
    Files.createSymbolicLink(folder.resolve(".upload-other.jar"), folder.resolve("gone"));
    Files.createSymbolicLink(folder.resolve("0".repeat(64) + ".jar"), folder.resolve("gone"));
    var store = new JarStore(home);
    try (var in = Files.newInputStream(jar)) {
      assertThat(store.put(in, Sha256.of(jar))).isTrue();
    }
    assertThat(store.all()).containsExactly(new JarStore.Kept(Sha256.of(jar), Files.size(jar)));
  }
}

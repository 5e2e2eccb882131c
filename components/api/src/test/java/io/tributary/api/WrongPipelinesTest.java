package io.tributary.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every wrong pipeline of the corpus is refused before anything runs: by javac ({@code
 * corpus/javac}) or by {@link Pipeline#check} ({@code corpus/definition}). The first lines of a
 * source say with which words.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WrongPipelinesTest {
  private static final String EXPECT = "// expect: ";
  private static final String PACKAGE = "corpus";
  private static final String PRELUDE =
      "package "
          + PACKAGE
          + ";"
          + Stream.of(
                  "java.util.*",
                  "java.util.function.*",
                  "java.time.*",
                  "java.net.URI",
                  "java.nio.file.*",
                  "io.tributary.api.*",
                  "io.tributary.api.artifact.*",
                  "io.tributary.api.SampleComponents.*")
              .map(imported -> " import " + imported + ";")
              .collect(Collectors.joining())
          + " ";

  private final Map<String, String> forJavac;
  private final Map<String, String> forCheck;
  private final InMemoryJavac refused;
  private final InMemoryJavac accepted;

  WrongPipelinesTest() throws IOException, URISyntaxException {
    forJavac = corpus("javac");
    forCheck = corpus("definition");
    refused = InMemoryJavac.compile(PACKAGE, forJavac);
    accepted = InMemoryJavac.compile(PACKAGE, forCheck);
  }

  private static Map<String, String> corpus(String folder) throws IOException, URISyntaxException {
    var sources = new TreeMap<String, String>();
    var directory = Path.of(WrongPipelinesTest.class.getResource("/corpus/" + folder).toURI());
    try (var files = Files.list(directory)) {
      for (var file : files.toList()) {
        var name = file.getFileName().toString().replace(".java.txt", "");
        sources.put(name, PRELUDE + "\n" + Files.readString(file));
      }
    }
    return sources;
  }

  private static List<String> expectations(String source) {
    return source
        .lines()
        .filter(line -> line.startsWith(EXPECT))
        .map(line -> line.substring(EXPECT.length()))
        .toList();
  }

  Stream<String> forJavac() {
    return forJavac.keySet().stream();
  }

  Stream<String> forCheck() {
    return forCheck.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("forJavac")
  void javacRefuses(String name) {
    assertThat(expectations(forJavac.get(name))).hasSize(1);
    assertThat(refused.errors().get(name))
        .isNotNull()
        .anySatisfy(error -> assertThat(error).contains(expectations(forJavac.get(name)).get(0)));
  }

  @ParameterizedTest
  @MethodSource("forCheck")
  void checkRefuses(String name) throws ReflectiveOperationException {
    assertThat(accepted.errors()).isEmpty();
    var expected = expectations(forCheck.get(name));
    assertThat(expected).isNotEmpty();
    var method = accepted.classes().loadClass(PACKAGE + "." + name).getDeclaredMethod("pipeline");
    method.setAccessible(true);
    var pipeline = (Pipeline) method.invoke(null);

    var thrown = catchThrowableOfType(PipelineDefinitionException.class, pipeline::check);

    assertThat(thrown).isNotNull();
    var problems = thrown.problems();
    assertThat(problems)
        .extracting(Problem::code)
        .containsExactlyElementsOf(expected.stream().map(WrongPipelinesTest::code).toList());
    for (int i = 0; i < problems.size(); i++) {
      var fragment = expected.get(i).substring(code(expected.get(i)).name().length()).strip();
      assertThat(problems.get(i).toString()).contains(fragment);
      assertThat(problems.get(i).explanation().remedy()).isNotBlank();
      assertThat(thrown).hasMessageContaining(fragment);
    }
  }

  private static Problem.Code code(String expectation) {
    return Problem.Code.valueOf(expectation.split(" ", 2)[0]);
  }

  @Test
  void theCorpusIsLargeAndMeetsEveryCode() {
    assertThat(forJavac).hasSizeGreaterThanOrEqualTo(25);
    assertThat(forCheck).hasSizeGreaterThanOrEqualTo(35);
    assertThat(forJavac.size() + forCheck.size()).isGreaterThanOrEqualTo(60);
    var met = new ArrayList<Problem.Code>();
    forCheck
        .values()
        .forEach(source -> expectations(source).forEach(expected -> met.add(code(expected))));
    assertThat(EnumSet.copyOf(met)).containsAll(Arrays.asList(Problem.Code.values()));
  }
}

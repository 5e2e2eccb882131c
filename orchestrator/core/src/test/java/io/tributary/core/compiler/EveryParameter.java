package io.tributary.core.compiler;

import io.tributary.api.Channel;
import io.tributary.api.Component;
import io.tributary.api.Pipeline;
import io.tributary.api.Run;
import io.tributary.api.RuntimeParameter;
import io.tributary.api.Secret;
import io.tributary.api.UserCode;
import io.tributary.core.steps.Text;
import io.tributary.proto.mlmd.ArtifactType;
import io.tributary.proto.mlmd.PropertyType;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A component with a parameter of every type, each with a value that is easily lost. */
record EveryParameter(
    Channel<Text> text,
    Optional<Channel<Text>> leftOut,
    Optional<Channel<Text>> given,
    String string,
    int integer,
    long big,
    short small,
    byte tiny,
    double real,
    float single,
    boolean flag,
    Integer boxed,
    Shade shade,
    Duration duration,
    Instant instant,
    Path path,
    URI uri,
    Optional<String> empty,
    Optional<Duration> filled,
    List<Double> doubles,
    List<Float> floats,
    Map<String, Long> counts,
    Map<Shade, List<String>> words,
    Tree tree,
    Rule rule,
    List<Rule> rules,
    ArtifactType message,
    Class<? extends Scaling> scaling,
    RuntimeParameter<Integer> rows,
    RuntimeParameter<Path> folder,
    Secret password,
    List<Secret> keys)
    implements Component<EveryParameter.Outputs> {

  record Outputs(Channel<Text> text) {}

  enum Shade {
    DARK,
    LIGHT {
      @Override
      boolean bright() {
        return true;
      }
    };

    boolean bright() {
      return false;
    }
  }

  record Tree(String name, List<Tree> children) {}

  sealed interface Rule {}

  record Range(double from, Optional<Double> to) implements Rule {}

  enum Keep implements Rule {
    FIRST,
    LAST
  }

  interface Scaling extends UserCode {}

  static final class Halve implements Scaling {}

  record Source(String name) implements Component<Outputs> {
    @Override
    public void run(Run<Outputs> run) {}
  }

  record Merge(Channel<Text> left, Channel<Text> right) implements Component<Outputs> {
    @Override
    public void run(Run<Outputs> run) {}
  }

  @Override
  public void run(Run<Outputs> run) {}

  static EveryParameter with(Channel<Text> text, Map<String, Long> counts) {
    return new EveryParameter(
        text,
        Optional.empty(),
        Optional.of(text),
        "Größe \uD83D\uDE95 \"quoted\"\n\u0000",
        Integer.MIN_VALUE,
        Long.MIN_VALUE,
        Short.MIN_VALUE,
        Byte.MIN_VALUE,
        -0.0,
        Float.MIN_VALUE,
        true,
        Integer.MAX_VALUE,
        Shade.LIGHT,
        Duration.ofSeconds(-3, 7),
        Instant.parse("1969-12-31T23:59:59.000000001Z"),
        Path.of("data", "chicago taxi", "trips.csv"),
        URI.create("https://example.org/a%20b?c=d#e"),
        Optional.empty(),
        Optional.of(Duration.ofNanos(-1)),
        List.of(
            Double.NaN,
            -0.0,
            0.0,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            Double.MIN_VALUE,
            0.1),
        List.of(Float.NaN, -0.0f, 0.1f, Float.MAX_VALUE),
        counts,
        Map.of(Shade.LIGHT, List.of("a", ""), Shade.DARK, List.of()),
        new Tree("root", List.of(new Tree("left", List.of()), new Tree("right", List.of()))),
        Keep.LAST,
        List.of(new Range(-0.0, Optional.empty()), Keep.FIRST, new Range(1, Optional.of(2.5))),
        ArtifactType.newBuilder()
            .setName("Trips")
            .putProperties("span", PropertyType.INT)
            .putProperties("author", PropertyType.STRING)
            .putProperties("cost", PropertyType.DOUBLE)
            .build(),
        Halve.class,
        RuntimeParameter.withDefault("rows", 100),
        RuntimeParameter.withDefault("folder", Path.of("serving")),
        Secret.environment("PASSWORD"),
        List.of(Secret.file(Path.of("secrets", "key")), Secret.environment("KEY")));
  }

  static Pipeline pipeline() {
    return pipeline(Map.of("one", 1L, "two", 2L, "three", 3L, "four", 4L, "least", Long.MIN_VALUE));
  }

  static Pipeline pipeline(Map<String, Long> counts) {
    var p = Pipeline.named("everything");
    p.add(with(p.add(new Source("trips")).text(), counts));
    return p;
  }

  /** Prints the compiled pipeline: what another process makes of the same program. */
  public static void main(String[] arguments) {
    System.out.print(
        Base64.getEncoder()
            .encodeToString(Compiler.bytes(Compiler.compile(pipeline())).toByteArray()));
  }
}

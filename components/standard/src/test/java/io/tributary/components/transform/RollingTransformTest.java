package io.tributary.components.transform;

import static io.tributary.components.transform.VocabularyOption.informationOn;
import static io.tributary.components.transform.VocabularyOption.oovBuckets;
import static io.tributary.components.transform.VocabularyOption.passes;
import static io.tributary.components.transform.VocabularyOption.topK;
import static io.tributary.components.transform.VocabularyOption.weightedBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.TextFormat;
import io.tributary.api.Channel;
import io.tributary.api.Component;
import io.tributary.api.ExecutionFailure;
import io.tributary.api.FakeRun;
import io.tributary.api.artifact.ArtifactType;
import io.tributary.api.artifact.Examples;
import io.tributary.api.artifact.Schema;
import io.tributary.api.artifact.TransformCache;
import io.tributary.components.transform.Tables.Column;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Transforms of the last spans of data that come in spans. */
class RollingTransformTest {
  private static final int SPANS = 4;
  private static final int ROWS_OF_SPAN = 250;

  private static final Channel<Examples> EXAMPLES =
      Channel.of("Gen", "examples", ArtifactType.of(Examples.class));
  private static final Channel<Schema> SCHEMA =
      Channel.of("SchemaGen", "schema", ArtifactType.of(Schema.class));
  private static final Channel<TransformCache> CACHE =
      Channel.of("TransformCacheGen", "cache", ArtifactType.of(TransformCache.class));
  private static final Channel<Examples> EARLIER =
      Channel.of("EarlierExamples", "examples", ArtifactType.of(Examples.class));
  private static final Channel<TransformCache> EARLIER_CACHES =
      Channel.of("EarlierTransformCaches", "caches", ArtifactType.of(TransformCache.class));

  /** An analyzer of every kind, all on raw columns. */
  static class OnRawColumns implements Preprocessing {
    @Override
    public void define(Features f) {
      var x = f.number("x");
      f.output("z", x.zScore().fillMissing(0));
      f.output("range", x.minMax().fillMissing(0));
      f.output("bucket", x.bucketize(7));
      f.output("median", x.fillMissing(x.quantile(0.5)));
      f.output("gaussian", x.gaussian().fillMissing(0));
      f.output("of_key", x.per(f.text("word")).zScore().fillMissing(0));
      f.output("covariance", x.plus(x.covariance(f.number("y"))).fillMissing(0));
      f.output("id", f.text("word").vocabulary(topK(5), oovBuckets(3)));
      f.output("bag", f.text("word").words().bagOfWords(topK(4)));
      f.output("seen", f.text("word").occurrences());
      f.output("heavy", f.text("word").vocabulary(weightedBy(f.number("y").plus(5)), topK(6)));
      f.output(
          "telling", f.text("word").vocabulary(informationOn(f.number("y").lessThan(-1)), topK(6)));
      f.output("in_parts", f.text("word").vocabulary(passes(3), topK(6)));
      f.label("label", f.number("y").fillMissing(0).greaterThan(x.mean()));
    }
  }

  static final class OnFigures extends OnRawColumns {
    @Override
    public void define(Features f) {
      super.define(f);
      f.output("nested", f.number("x").fillMissing(0).zScore().bucketize(3));
    }
  }

  /** More than are gathered in one pass, and lists. */
  static final class OfManyAndLists implements Preprocessing {
    private static final int MANY = 150;

    @Override
    public void define(Features f) {
      for (int i = 0; i < MANY; i++) {
        f.output("z" + i, f.number("x").plus(i).zScore().fillMissing(0));
      }
      var tags = f.texts("tags");
      f.output("in_parts", f.text("word").vocabulary(passes(3), topK(6)));
      f.output("tag_bag", tags.bagOfWords(topK(5)));
      f.output("pairs", tags.ngrams(1, 2).tfIdf(topK(9), passes(2)));
      f.output("firsts", tags.first(2).multiHot(informationOn(f.number("y").lessThan(-1))));
      f.output("id_weights", f.integers("ids").asWords().tfIdf(weightedBy(f.number("y").plus(5))));
      f.output("total", f.numbers("prices").sum().bucketize(5));
    }
  }

  static final class OfOthers implements Preprocessing {
    @Override
    public void define(Features f) {
      f.output("z", f.number("y").zScore().fillMissing(0));
    }
  }

  @TempDir Path directory;
  private final Map<Path, String> digests = new HashMap<>();
  private int made;

  @BeforeEach
  void writeSchema() throws IOException {
    Tables.writeSchema(directory.resolve("schema"), Tables.schema(rows(0, 1)));
  }

  /** Rows of some spans: each has words and magnitudes that others lack. */
  private static List<Column> rows(int from, int to) {
    var x = new ArrayList<@Nullable Object>();
    var y = new ArrayList<@Nullable Object>();
    var word = new ArrayList<@Nullable Object>();
    var tags = new ArrayList<@Nullable List<byte @Nullable []>>();
    var ids = new ArrayList<@Nullable List<@Nullable Long>>();
    var prices = new ArrayList<@Nullable List<@Nullable Double>>();
    for (int span = from; span < to; span++) {
      var random = new Random(span);
      var lists = ListOracle.rows(span, ROWS_OF_SPAN, 20);
      tags.addAll(lists.tags());
      ids.addAll(lists.ids());
      prices.addAll(lists.prices());
      for (int i = 0; i < ROWS_OF_SPAN; i++) {
        x.add(random.nextInt(9) == 0 ? null : random.nextGaussian() * Math.pow(10, span * 3));
        y.add(random.nextDouble() - span);
        word.add(random.nextInt(9) == 0 ? null : "word" + random.nextInt(4 + span) + " 東京");
      }
    }
    var columns = new ArrayList<Column>();
    columns.add(new Column("x", Double.class, x));
    columns.add(new Column("y", Double.class, y));
    columns.add(new Column("word", String.class, word));
    columns.addAll(new ListOracle.Rows(tags, ids, prices).columns());
    return columns;
  }

  private Path examples(int from, int to) throws IOException {
    var artifact = directory.resolve("examples-" + ++made);
    Tables.write(artifact, "train", 100, rows(from, to));
    return artifact;
  }

  private Path cache(Class<? extends Preprocessing> preprocessing, int span) throws Exception {
    var component = new TransformCacheGen(EXAMPLES, SCHEMA, preprocessing);
    try (var run = run(component)) {
      run.given(EXAMPLES, examples(span, span + 1), Map.of(Examples.SPAN, (long) span));
      var cache = run.execute().made(TransformCacheGen.Outputs::cache);
      assertThat(cache.property(TransformCache.SPAN)).contains((long) span);
      digests.put(cache.path(), cache.property(TransformCache.EXAMPLES_DIGEST).orElseThrow());
      return cache.path();
    }
  }

  private <O extends Record> FakeRun<O> run(Component<O> component) {
    return FakeRun.of(component, directory.resolve("run-" + ++made))
        .given(SCHEMA, directory.resolve("schema"));
  }

  private FakeRun<Transform.Outputs> window(
      Class<? extends Preprocessing> preprocessing, List<Path> caches) throws Exception {
    var run =
        run(
            new Transform(EXAMPLES, SCHEMA, preprocessing)
                .withCache(CACHE)
                .withEarlierCaches(EARLIER_CACHES));
    give(run, caches);
    return run;
  }

  private void give(FakeRun<Transform.Outputs> run, List<Path> caches) throws Exception {
    int last = caches.size() - 1;
    run.given(EXAMPLES, examples(last, last + 1), Map.of(Examples.SPAN, (long) last));
    for (int span = 0; span <= last; span++) {
      run.given(
          span == last ? CACHE : EARLIER_CACHES,
          caches.get(span),
          Map.of(
              TransformCache.SPAN,
              (long) span,
              TransformCache.EXAMPLES_DIGEST,
              digests.get(caches.get(span))));
    }
  }

  private List<Path> caches(Class<? extends Preprocessing> preprocessing) throws Exception {
    var caches = new ArrayList<Path>();
    for (int span = 0; span < SPANS; span++) {
      caches.add(cache(preprocessing, span));
    }
    return caches;
  }

  private FakeRun<Transform.Outputs> whole(Class<? extends Preprocessing> preprocessing)
      throws Exception {
    return run(new Transform(EXAMPLES, SCHEMA, preprocessing))
        .given(EXAMPLES, examples(0, SPANS))
        .execute();
  }

  /** The bytes of all files of a fitted transform, by their names. */
  private static Map<String, List<Byte>> graph(FakeRun<Transform.Outputs> run) throws IOException {
    var root = run.made(Transform.Outputs::graph).path();
    var files = new TreeMap<String, List<Byte>>();
    try (var all = Files.walk(root)) {
      for (var file : all.filter(Files::isRegularFile).toList()) {
        var bytes = Files.readAllBytes(file);
        var boxed = new Byte[bytes.length];
        Arrays.setAll(boxed, i -> bytes[i]);
        files.put(root.relativize(file).toString(), List.of(boxed));
      }
    }
    return files;
  }

  @Test
  void areFittedToTheBytesOfAPassOverAllRows() throws Exception {
    try (var window = window(OnRawColumns.class, caches(OnRawColumns.class)).execute();
        var whole = whole(OnRawColumns.class)) {
      assertThat(graph(window)).containsKey("vocabulary/id.txt").isEqualTo(graph(whole));
      assertThat(Tables.read(window.made(Transform.Outputs::examples).path(), "train").get("z"))
          .hasSize(ROWS_OF_SPAN);
    }
  }

  @Test
  void areFittedAlikeOfListsAndOfMoreThanOnePassGathers() throws Exception {
    var schema = TextFormat.parse(Tables.schema(rows(0, 1)), io.tributary.proto.tfmd.Schema.class);
    var phases = Phase.of(Definition.of(new OfManyAndLists(), new RawColumns(schema)));
    assertThat(phases).hasSize(1);
    assertThat(phases.get(0).passes()).hasSize(4);
    try (var window = window(OfManyAndLists.class, caches(OfManyAndLists.class)).execute();
        var whole = whole(OfManyAndLists.class)) {
      assertThat(graph(window)).isEqualTo(graph(whole));
    }
  }

  @Test
  void transformTheRowsOfAllSpansWhereTheyAreGiven() throws Exception {
    var component =
        new Transform(EXAMPLES, SCHEMA, OnFigures.class)
            .withEarlier(EARLIER)
            .withCache(CACHE)
            .withEarlierCaches(EARLIER_CACHES);
    try (var window = run(component);
        var whole = whole(OnFigures.class)) {
      give(window, caches(OnFigures.class));
      for (int span = 0; span + 1 < SPANS; span++) {
        window.given(EARLIER, examples(span, span + 1), Map.of(Examples.SPAN, (long) span));
      }
      window.execute();

      assertThat(graph(window)).isEqualTo(graph(whole));
      assertThat(Tables.read(window.made(Transform.Outputs::examples).path(), "train"))
          .isEqualTo(Tables.read(whole.made(Transform.Outputs::examples).path(), "train"));
      assertThat(window.messages())
          .contains("fitting from the caches of 4 spans")
          .contains(
              "reading the rows again for analyzers of what others have found:"
                  + " f.number(\"x\").fillMissing(0).zScore().bucketize(3)");
    }
  }

  @Test
  void withoutCachesReadAllRows() throws Exception {
    var component = new Transform(EXAMPLES, SCHEMA, OnFigures.class).withEarlier(EARLIER);
    try (var window = run(component);
        var whole = whole(OnFigures.class)) {
      window
          .given(EARLIER, examples(0, 2))
          .given(EARLIER, examples(2, 3))
          .given(EXAMPLES, examples(3, 4))
          .execute();

      assertThat(graph(window)).isEqualTo(graph(whole));
    }
  }

  @Test
  void refuseFiguresOfFiguresWithoutTheRows() throws Exception {
    try (var window = window(OnFigures.class, caches(OnFigures.class))) {
      assertThatThrownBy(window::execute)
          .isInstanceOf(ExecutionFailure.class)
          .hasMessageContaining(
              "of the spans [0, 1, 2, 3] (expected: of the spans of the examples, [3])")
          .hasMessageContaining("withEarlier")
          .hasMessageContaining("f.number(\"x\").fillMissing(0).zScore().bucketize(3)");
    }
  }

  @Test
  void refuseWhatWasGatheredForOtherFeaturesOrSplits() throws Exception {
    var caches = caches(OnRawColumns.class);
    caches.set(1, cache(OfOthers.class, 1));
    try (var window = window(OnRawColumns.class, caches)) {
      assertThatThrownBy(window::execute)
          .isInstanceOf(ExecutionFailure.class)
          .hasMessageContaining(caches.get(1).resolve(GatheredFile.NAME).toString())
          .hasMessageContaining("without [MOMENTS of f.number(\"x\")")
          .hasMessageContaining("more], with [MOMENTS of f.number(\"y\")");
    }
    var ofOtherSplits =
        new Transform(EXAMPLES, SCHEMA, OnRawColumns.class)
            .withCache(CACHE)
            .withAnalyzedSplits("train", "train");
    try (var window = run(ofOtherSplits)) {
      give(window, List.of(caches.get(0)));
      assertThatThrownBy(window::execute)
          .hasMessageContaining("without [splits [train, train]], with [splits [train]]");
    }
  }

  @Test
  void refuseWhatWasGatheredOfOtherRowsOfTheSpan() throws Exception {
    var cache = cache(OnRawColumns.class, 0);
    digests.put(cache, "00");
    try (var window = window(OnRawColumns.class, List.of(cache))) {
      assertThatThrownBy(window::execute)
          .isInstanceOf(ExecutionFailure.class)
          .hasMessageContaining(cache + ", of other examples than those given")
          .hasMessageContaining("run TransformCacheGen on them");
    }
  }

  @Test
  void refuseDamagedAndMissingFiles() throws Exception {
    var cache = cache(OnRawColumns.class, 0);
    var file = cache.resolve(GatheredFile.NAME);
    var bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));
    try (var window = window(OnRawColumns.class, List.of(cache))) {
      assertThatThrownBy(window::execute).hasMessageContaining("ends too early");
    }
    bytes[11]++;
    Files.write(file, bytes);
    try (var window = window(OnRawColumns.class, List.of(cache))) {
      assertThatThrownBy(window::execute)
          .hasMessageContaining("version 2 of the format (expected: version 1)");
    }
    Files.delete(file);
    try (var window = window(OnRawColumns.class, List.of(cache))) {
      assertThatThrownBy(window::execute)
          .isInstanceOf(ExecutionFailure.class)
          .hasMessageContaining("make it with TransformCacheGen");
    }
  }

  @Test
  void wantTheCacheOfTheNewestSpanBesideThoseOfEarlierOnes() {
    var component = new Transform(EXAMPLES, SCHEMA, OnRawColumns.class);
    assertThatThrownBy(() -> component.withEarlierCaches(EARLIER_CACHES))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("call withCache");
  }

  @Test
  void cachesAreOfTheSplitsThatAreNamed() throws Exception {
    var named = new TransformCacheGen(EXAMPLES, SCHEMA, OnRawColumns.class);
    try (var run = run(named.withAnalyzedSplits("eval"))) {
      run.given(EXAMPLES, examples(0, 1));
      assertThatThrownBy(run::execute)
          .isInstanceOf(ExecutionFailure.class)
          .hasMessageContaining("TransformCacheGen > analyzedSplits: eval");
    }
    assertThatThrownBy(named::withAnalyzedSplits)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least one split");
  }

  @Test
  void cachesDoNotDependOnBatchesOrThreads() throws Exception {
    var files = new ArrayList<Path>();
    for (int threads = 1; threads <= 3; threads += 2) {
      var examples = directory.resolve("raw-" + threads);
      Tables.write(examples, "train", threads * 70, rows(0, 2));
      try (var run = run(new TransformCacheGen(EXAMPLES, SCHEMA, OnRawColumns.class))) {
        run.withThreads(threads).given(EXAMPLES, examples).execute();
        files.add(run.made(TransformCacheGen.Outputs::cache).path().resolve(GatheredFile.NAME));
      }
    }
    assertThat(files.get(0)).hasSameBinaryContentAs(files.get(1));
  }
}

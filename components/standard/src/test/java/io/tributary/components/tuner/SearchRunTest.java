package io.tributary.components.tuner;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import io.tributary.api.Checkpoints;
import io.tributary.components.evaluator.Metric;
import io.tributary.components.evaluator.Metric.Better;
import io.tributary.components.hyperparameter.Choice;
import io.tributary.components.hyperparameter.Flag;
import io.tributary.components.hyperparameter.IntegerRange;
import io.tributary.components.hyperparameter.NumberRange;
import io.tributary.components.hyperparameter.SearchSpace;
import io.tributary.components.hyperparameter.Setting;
import io.tributary.components.json.Json;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Searches of known functions. */
class SearchRunTest {
  private static final NumberRange X = NumberRange.linear("x", -5, 10, 0);
  private static final NumberRange Y = NumberRange.linear("y", 0, 15, 0);
  private static final IntegerRange STEPS = IntegerRange.linear("steps", 1, 27, 27);
  private static final Choice KIND = Choice.of("kind", "bowl", "plane", "wave");
  private static final Flag UP = new Flag("up", false);
  private static final SearchSpace PLANE = SearchSpace.of(X, Y);

  /** Branin's function, whose least value is 0.397887, at three places. */
  private static double branin(Setting setting) {
    double x = setting.get(X);
    double y = setting.get(Y);
    double parabola = y - 5.1 / (4 * Math.PI * Math.PI) * x * x + 5 / Math.PI * x - 6;
    return parabola * parabola + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x) + 10;
  }

  private static Score score(double value) {
    return new Score(value, Map.of("loss", value));
  }

  /** What was kept, in memory, so that tests can take some of it away. */
  private static final class Memory implements Checkpoints {
    private final Map<String, byte[]> kept = new ConcurrentHashMap<>();

    @Override
    public Optional<byte[]> find(String name) {
      return Optional.ofNullable(kept.get(name));
    }

    @Override
    public void put(String name, byte[] content) {
      kept.put(name, content);
    }
  }

  /** A clock that every look moves on. */
  private static final class Ticking extends Clock {
    private final AtomicInteger looks = new AtomicInteger();

    @Override
    public ZoneOffset getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return Instant.ofEpochSecond(looks.incrementAndGet());
    }
  }

  private static SearchRun.Conditions conditions(
      Better better, int parallel, Optional<Duration> budget, Checkpoints checkpoints) {
    return new SearchRun.Conditions(
        better, 7, parallel, budget, checkpoints, new Ticking(), ended -> {}, ended -> {});
  }

  /** One after the other, by a clock of the test's. */
  private static SearchRun.Conditions conditions(Duration budget, Clock clock) {
    return new SearchRun.Conditions(
        Better.LOWER, 7, 1, Optional.of(budget), new Memory(), clock, ended -> {}, ended -> {});
  }

  private static List<Trial> trials(List<EndedTrial> ended) {
    return ended.stream().map(EndedTrial::trial).toList();
  }

  private static List<Trial> run(
      Search search, SearchSpace space, long seed, int parallel, Objective objective)
      throws Exception {
    return trials(
        new SearchRun(
                Proposals.of(search, space, seed),
                space,
                objective,
                conditions(Better.LOWER, parallel, Optional.empty(), new Memory()))
            .run());
  }

  private static double least(Search search, SearchSpace space, long seed, Objective objective)
      throws Exception {
    return run(search, space, seed, 1, objective).stream()
        .filter(trial -> trial.share() == 1)
        .mapToDouble(trial -> trial.value().orElse(Double.POSITIVE_INFINITY))
        .min()
        .orElseThrow();
  }

  /** The middle of what ten seeds find. */
  private static double usualLeast(Search search, SearchSpace space, Objective objective)
      throws Exception {
    var found = new double[11];
    for (int seed = 0; seed < found.length; seed++) {
      found[seed] = least(search, space, seed, objective);
    }
    Arrays.sort(found);
    return found[found.length / 2];
  }

  private static double usualLeast(Search search) throws Exception {
    return usualLeast(search, PLANE, proposal -> score(branin(proposal.setting())));
  }

  @Test
  void randomSearchComesNear() throws Exception {
    assertThat(usualLeast(new Search.Random(200))).isBetween(0.397887, 1.5);
  }

  @Test
  void quasiRandomSearchComesNear() throws Exception {
    assertThat(usualLeast(new Search.QuasiRandom(200))).isBetween(0.397887, 1.2);
  }

  @Test
  void gridSearchTriesAllCombinations() throws Exception {
    var trials =
        run(
            new Search.Grid(4),
            SearchSpace.of(KIND, UP, X).when(KIND, "wave", STEPS),
            0,
            1,
            proposal -> score(1));
    // Per truth value and x: bowl, plane, and wave with four numbers of steps.
    assertThat(trials).hasSize(2 * 4 * (2 + 4)).doesNotHaveDuplicates();
    assertThat(trials.stream().map(trial -> trial.setting().get(X))).contains(-5.0, 0.0, 5.0, 10.0);
    assertThat(new TreeSet<>(steps(trials))).containsExactly(1, 10, 19, 27);
  }

  private static List<Integer> steps(List<Trial> trials) {
    return trials.stream()
        .map(Trial::setting)
        .filter(setting -> setting.values().containsKey("steps"))
        .map(setting -> setting.get(STEPS))
        .toList();
  }

  @Test
  void bayesianSearchNeedsFewerTrialsThanRandomSearch() throws Exception {
    double bayesian = usualLeast(new Search.Bayesian(80));
    assertThat(bayesian).isLessThan(usualLeast(new Search.Random(80))).isLessThan(0.6);
  }

  @Test
  void bayesianSearchFindsTheBranchThatPays() throws Exception {
    var space = SearchSpace.of(KIND).when(KIND, "bowl", X).when(KIND, "wave", Y);
    Objective objective =
        proposal -> {
          var setting = proposal.setting();
          return score(
              switch (setting.get(KIND)) {
                case "bowl" -> 1 + Math.pow(setting.get(X) - 3, 2);
                case "wave" -> Math.pow(setting.get(Y) - 7, 2);
                default -> 20.0;
              });
        };
    int wave = 0;
    for (int seed = 0; seed < 10; seed++) {
      for (var trial : run(new Search.Bayesian(60), space, seed, 1, objective).subList(30, 60)) {
        wave += trial.setting().get(KIND).equals("wave") ? 1 : 0;
      }
    }
    assertThat(wave).isGreaterThan(10 * 30 / 2);
    assertThat(usualLeast(new Search.Bayesian(60), space, objective)).isLessThan(0.05);
  }

  /** What is to be known of a setting shows the more clearly, the more of the resource it gets. */
  private static Score noisy(Proposal proposal) {
    var noise = Proposals.random(1, proposal.setting().hashCode()).nextDouble() - 0.5;
    return score(branin(proposal.setting()) + noise * 10 * (1 - proposal.share()));
  }

  @Test
  void successiveHalvingGivesTheBestMoreOfTheResource() throws Exception {
    var halving = new Search.SuccessiveHalving(27, 4, 3, new Resource.Rows());
    var trials = run(halving, PLANE, 1, 1, SearchRunTest::noisy);
    assertThat(trials).hasSize(27 + 9 + 3 + 1);
    for (int[] rung : new int[][] {{0, 27, 9}, {27, 36, 3}, {36, 39, 1}}) {
      var ended = trials.subList(rung[0], rung[1]);
      var promoted = trials.subList(rung[1], rung[1] + rung[2]);
      assertThat(promoted)
          .extracting(Trial::setting)
          .containsExactlyElementsOf(
              ended.stream()
                  .sorted(Comparator.comparing(trial -> trial.value().orElseThrow()))
                  .limit(rung[2])
                  .map(Trial::setting)
                  .toList());
      assertThat(promoted.get(0).share()).isEqualTo(ended.get(0).share() * 3, offset(1e-12));
    }
    assertThat(trials.get(39).share()).isEqualTo(1);
  }

  @Test
  void hyperbandRunsBracketsFromManySettingsToFew() throws Exception {
    var hyperband = new Search.Hyperband(3, 3, new Resource.Rows());
    var trials = run(hyperband, PLANE, 1, 1, SearchRunTest::noisy);
    assertThat(trials.stream().map(trial -> "" + Math.round(9 * trial.share())).collect(joining()))
        .isEqualTo("111111111" + "333" + "9" + "33333" + "9" + "999");
    assertThat(usualLeast(new Search.Hyperband(new Resource.Rows()), PLANE, SearchRunTest::noisy))
        .isLessThan(5);
  }

  @Test
  void stepsAreAResourceOfWhichTrialsGetAShare() {
    var steps = new Resource.Steps("steps");
    var space = SearchSpace.of(STEPS, X);
    assertThat(steps.share(space, space.preset(), 1.0 / 9).get(STEPS)).isEqualTo(3);
    assertThat(steps.share(space, space.preset(), 0.001).get(STEPS)).isEqualTo(1);
    var halving = new Search.SuccessiveHalving(4, 2, 2, new Resource.Steps("x"));
    assertThatThrownBy(() -> Proposals.of(halving, space, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'x'")
        .hasMessageContaining("a range of integers");
  }

  static List<Search> searches() {
    return List.of(
        new Search.Random(20),
        new Search.QuasiRandom(20),
        new Search.Grid(4),
        new Search.Bayesian(20),
        new Search.SuccessiveHalving(9, 3, 3, new Resource.Rows()),
        new Search.Hyperband(3, 3, new Resource.Rows()));
  }

  @ParameterizedTest
  @MethodSource("searches")
  void asManyThreadsAsYouLikeFindTheSame(Search search) throws Exception {
    var one = run(search, PLANE, 5, 1, SearchRunTest::noisy);
    assertThat(run(search, PLANE, 5, 4, SearchRunTest::noisy)).isEqualTo(one).hasSizeGreaterThan(9);
    assertThat(run(search, PLANE, 5, 1, SearchRunTest::noisy)).isEqualTo(one);
  }

  @ParameterizedTest
  @MethodSource("searches")
  void whatWasKeptIsNotTriedAgain(Search search) throws Exception {
    var memory = new Memory();
    var all = resumed(search, memory, ConcurrentHashMap.newKeySet());
    memory.kept.keySet().removeIf(name -> name.matches("trial-(3|[5-9]|..+)\\.json"));
    assertThat(memory.kept.keySet())
        .containsExactlyInAnyOrder("trial-1.json", "trial-2.json", "trial-4.json");
    var tried = ConcurrentHashMap.<Proposal>newKeySet();
    assertThat(resumed(search, memory, tried)).isEqualTo(all);
    assertThat(tried).hasSize(all.size() - 3);
  }

  private static List<Trial> resumed(Search search, Memory memory, Set<Proposal> tried)
      throws Exception {
    return trials(
        new SearchRun(
                Proposals.of(search, PLANE, 2),
                PLANE,
                proposal -> {
                  tried.add(proposal);
                  return noisy(proposal);
                },
                conditions(Better.LOWER, 2, Optional.empty(), memory))
            .run());
  }

  @Test
  void whatWasKeptOfAnotherSettingIsTriedAgain() throws Exception {
    var memory = new Memory();
    var all = resumed(new Search.Random(5), memory, ConcurrentHashMap.newKeySet());
    memory.kept.put("trial-2.json", memory.kept.get("trial-3.json"));
    memory.kept.put("trial-4.json", Json.write(List.of("no trial")));
    var tried = ConcurrentHashMap.<Proposal>newKeySet();
    assertThat(resumed(new Search.Random(5), memory, tried)).isEqualTo(all);
    assertThat(tried).hasSize(2);
  }

  @Test
  void trialsThatFailAreRememberedAndTheOthersGoOn() throws Exception {
    var trials =
        run(
            new Search.Bayesian(30),
            PLANE,
            1,
            2,
            proposal -> {
              double x = proposal.setting().get(X);
              if (x > 5) {
                throw new IllegalArgumentException("x is too large");
              }
              return score(x > 2 ? Double.NaN : branin(proposal.setting()));
            });
    assertThat(trials).hasSize(30);
    for (var trial : trials) {
      double x = trial.setting().get(X);
      assertThat(trial.hasFailed()).isEqualTo(x > 2);
      assertThat(trial.failure())
          .isEqualTo(
              x > 5 ? "x is too large" : x > 2 ? "the objective is NaN for the held-out rows" : "");
    }
    assertThat(trials.stream().filter(Trial::hasFailed)).hasSizeBetween(1, 20);
  }

  @Test
  void errorsEndTheSearch() {
    assertThatThrownBy(
            () ->
                run(
                    new Search.Random(5),
                    PLANE,
                    1,
                    2,
                    proposal -> {
                      throw new OutOfMemoryError("no memory");
                    }))
        .isInstanceOf(OutOfMemoryError.class);
  }

  private static List<Trial> within(Duration budget, int parallel, Memory memory) throws Exception {
    return trials(
        new SearchRun(
                Proposals.of(new Search.Bayesian(40), PLANE, 5),
                PLANE,
                SearchRunTest::noisy,
                conditions(Better.LOWER, parallel, Optional.of(budget), memory))
            .run());
  }

  @Test
  void timeBudgetGivesTheFirstTrialsOfAll() throws Exception {
    var all = run(new Search.Bayesian(40), PLANE, 5, 1, SearchRunTest::noisy);
    for (int parallel : new int[] {1, 3}) {
      var some = within(Duration.ofSeconds(60), parallel, new Memory());
      assertThat(some).hasSizeBetween(2, 30).isEqualTo(all.subList(0, some.size()));
    }
    assertThat(within(Duration.ofNanos(1), 1, new Memory())).isEqualTo(all.subList(0, 1));
  }

  /** Of 68 seconds too few are left after two trials of 21 and what is between them. */
  @Test
  void noTrialBeginsThatWouldTakeLongerThanIsLeft() throws Exception {
    var clock = new Ticking();
    Objective slow =
        proposal -> {
          clock.looks.addAndGet(20);
          return score(0);
        };
    var ended =
        new SearchRun(
                Proposals.of(new Search.Random(9), PLANE, 5),
                PLANE,
                slow,
                conditions(Duration.ofSeconds(68), clock))
            .run();
    assertThat(ended).hasSize(2).allMatch(trial -> trial.took().equals(Duration.ofSeconds(21)));
    assertThat(ended.get(1).spent()).isLessThan(Duration.ofSeconds(68));
  }

  /** A wave takes long, all others hardly any time: they would still fit behind it. */
  @Test
  void noTrialBeginsBehindOneThatDoesNotFit() throws Exception {
    var clock = new Ticking();
    var calls = new AtomicInteger();
    Objective uneven =
        proposal -> {
          calls.incrementAndGet();
          clock.looks.addAndGet(proposal.setting().get(KIND).equals("wave") ? 500 : 0);
          return score(0);
        };
    var space = SearchSpace.of(X, KIND);
    var search = new Search.Random(30);
    var all = run(search, space, 5, 1, proposal -> score(0));

    var ended =
        new SearchRun(
                Proposals.of(search, space, 5),
                space,
                uneven,
                conditions(Duration.ofSeconds(900), clock))
            .run();

    assertThat(trials(ended)).isEqualTo(all.subList(0, ended.size()));
    assertThat(calls).hasValue(ended.size());
    assertThat(all.get(ended.size()).setting().get(KIND)).isEqualTo("wave");
    assertThat(all.subList(ended.size(), all.size()))
        .anyMatch(trial -> !trial.setting().get(KIND).equals("wave"));
  }

  @Test
  void timesOfTrialsAreThoseOfTheirKind() {
    var times = new TrialTimes();
    var slow = new Setting(Map.of("kind", "wave", "x", 1.0));
    var fast = new Setting(Map.of("kind", "bowl", "x", 2.0));
    times.add(slow, 0.5, Duration.ofSeconds(10));
    times.add(slow, 1, Duration.ofSeconds(4));
    times.add(fast, 1, Duration.ofSeconds(1));
    assertThat(times.expected(Proposal.whole(new Setting(Map.of("kind", "wave", "x", 9.0)))))
        .isEqualTo(Duration.ofSeconds(20));
    assertThat(times.expected(new Proposal(fast, 0.25))).isEqualTo(Duration.ofMillis(250));
    assertThat(times.expected(Proposal.whole(new Setting(Map.of("kind", "plane")))))
        .isEqualTo(Duration.ZERO);
  }

  @Test
  void timeOfEarlierAttemptsCounts() throws Exception {
    var memory = new Memory();
    var first = within(Duration.ofSeconds(60), 1, memory);
    assertThat(within(Duration.ofSeconds(60), 1, memory)).isEqualTo(first);
    assertThat(within(Duration.ofSeconds(90), 1, memory))
        .hasSizeGreaterThan(first.size())
        .startsWith(first.toArray(Trial[]::new));
  }

  @Test
  void smallSpaceIsSearchedOnce() throws Exception {
    for (var search : List.of(new Search.Random(50), new Search.Bayesian(50))) {
      assertThat(run(search, SearchSpace.of(KIND, UP), 1, 1, proposal -> score(1)))
          .hasSize(6)
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void leaderboardRanksByShareThenValueThenNumber() {
    var trials =
        List.of(
            trial(1, 1, 0.7),
            trial(2, 0.3, 0.99),
            Trial.failed(3, Proposal.whole(PLANE.preset()), 7, "diverged"),
            trial(4, 1, 0.8),
            trial(5, 1, 0.7));
    var highest = new Leaderboard("T", Optional.of("regression"), Metric.R_SQUARED, trials);
    assertThat(highest.trials()).extracting(Trial::number).containsExactly(4, 1, 5, 2, 3);
    assertThat(highest.summary())
        .isEqualTo("best r_squared 0.80000 in 5 trials (1 failed): x=0.0, y=0.0");
    var lowest =
        new Leaderboard("T", Optional.of("regression"), Metric.MEAN_ABSOLUTE_ERROR, trials);
    assertThat(lowest.trials()).extracting(Trial::number).containsExactly(1, 5, 4, 2, 3);
  }

  private static Trial trial(int number, double share, double value) {
    return new Trial(
        number, PLANE.preset(), share, 7, Optional.of(value), Map.of("loss", value), "");
  }

  @Test
  void searchesThatCannotFindAnythingAreRefused() {
    assertThatThrownBy(() -> new Search.Random(0)).hasMessageContaining("trials: 0");
    assertThatThrownBy(() -> new Search.Bayesian(5, 0, 1)).hasMessageContaining("startup: 0");
    assertThatThrownBy(() -> new Search.Grid(0)).hasMessageContaining("valuesOfRange: 0");
    assertThatThrownBy(() -> new Search.Hyperband(3, 1, new Resource.Rows()))
        .hasMessageContaining("reduction: 1");
    assertThatThrownBy(() -> Proposals.of(new Search.Grid(2000), PLANE, 1).next(List.of()))
        .hasMessageContaining("more than 100000 combinations");
  }
}

package io.tributary.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract of schedules notices stores that break one promise each. */
class BrokenScheduleStoreTest {
  @TempDir Path directory;

  /** Hands everything on; what a fault is about is overridden. */
  private static class Sound implements ScheduleStore {
    final ScheduleStore store;

    Sound(ScheduleStore store) {
      this.store = store;
    }

    @Override
    public Schedule create(Schedule schedule) {
      return store.create(schedule);
    }

    @Override
    public Optional<Schedule> find(String name) {
      return store.find(name);
    }

    @Override
    public List<Schedule> all() {
      return store.all();
    }

    @Override
    public Schedule setPaused(String name, boolean paused) {
      return store.setPaused(name, paused);
    }

    @Override
    public void remove(String name) {
      store.remove(name);
    }

    @Override
    public void settle(String schedule, Collection<Tick> ticks, Instant settled) {
      store.settle(schedule, ticks, settled);
    }

    @Override
    public void put(Tick tick) {
      store.put(tick);
    }

    @Override
    public Optional<Tick> tick(String schedule, Instant scheduled) {
      return store.tick(schedule, scheduled);
    }

    @Override
    public List<Tick> open() {
      return store.open();
    }

    @Override
    public List<Tick> newest(String schedule, int limit) {
      return store.newest(schedule, limit);
    }

    @Override
    public List<Tick> before(String schedule, Instant time, int limit) {
      return store.before(schedule, time, limit);
    }

    @Override
    public List<Tick> newest(String schedule, TickState state, int limit) {
      return store.newest(schedule, state, limit);
    }

    @Override
    public Map<TickState, Long> count(String schedule) {
      return store.count(schedule);
    }

    @Override
    public Set<String> causes(String schedule) {
      return store.causes(schedule);
    }

    @Override
    public int retry(String schedule, Instant now) {
      return store.retry(schedule, now);
    }

    @Override
    public List<Arrival> arrivals(Trigger.OnArtifact output, Instant since) {
      return store.arrivals(output, since);
    }
  }

  @Test
  void soundStorePasses() {
    assertThat(failures(Sound::new)).isEmpty();
  }

  @Test
  void storeThatLetsATimeBeClaimedTwiceFails() {
    assertThat(
            failures(
                store ->
                    new Sound(store) {
                      @Override
                      public void settle(String schedule, Collection<Tick> ticks, Instant settled) {
                        super.settle(
                            schedule,
                            ticks.stream()
                                .filter(tick -> tick(schedule, tick.scheduled()).isEmpty())
                                .toList(),
                            settled);
                      }
                    }))
        .containsExactly("claimIsMadeOnceAndAllOrNothing");
  }

  @Test
  void storeThatSettlesTickByTickFails() {
    assertThat(
            failures(
                store ->
                    new Sound(store) {
                      @Override
                      public void settle(String schedule, Collection<Tick> ticks, Instant settled) {
                        for (var tick : ticks) {
                          super.settle(schedule, List.of(tick), settled);
                        }
                        super.settle(schedule, List.of(), settled);
                      }
                    }))
        .containsExactlyInAnyOrder("causeCountsOnce", "claimIsMadeOnceAndAllOrNothing");
  }

  @Test
  void storeThatForgetsWhatARemovedScheduleHasSettledFails() {
    assertThat(
            failures(
                store ->
                    new Sound(store) {
                      @Override
                      public Schedule create(Schedule schedule) {
                        super.create(schedule);
                        return schedule;
                      }
                    }))
        .containsExactly("scheduleOfARemovedOnesNameDoesNotSettleItsTicksAgain");
  }

  @Test
  void storeThatDoesNotPauseFails() {
    assertThat(
            failures(
                store ->
                    new Sound(store) {
                      @Override
                      public Schedule setPaused(String name, boolean paused) {
                        return super.setPaused(name, false);
                      }
                    }))
        .containsExactly("scheduleIsPausedAndGoesOn");
  }

  @Test
  void storeThatHidesTicksOfRemovedSchedulesFails() {
    assertThat(
            failures(
                store ->
                    new Sound(store) {
                      @Override
                      public List<Tick> open() {
                        return super.open().stream()
                            .filter(tick -> find(tick.schedule()).isPresent())
                            .toList();
                      }
                    }))
        .containsExactly("removedScheduleLeavesItsTicks");
  }

  @Test
  void storeThatListsTheTicksOfOneScheduleAfterTheOthersFails() {
    assertThat(
            failures(
                store ->
                    new Sound(store) {
                      @Override
                      public List<Tick> open() {
                        return super.open().stream()
                            .sorted(Comparator.comparing(Tick::schedule))
                            .toList();
                      }
                    }))
        .containsExactly("openTicksOfAllSchedulesComeInTheOrderOfTime");
  }

  @Test
  void storeThatLetsACauseCountTwiceFails() {
    assertThat(
            failures(
                store ->
                    new Sound(store) {
                      @Override
                      public void settle(String schedule, Collection<Tick> ticks, Instant settled) {
                        super.settle(
                            schedule,
                            ticks.stream().map(tick -> tick.withCause(unique(tick))).toList(),
                            settled);
                      }

                      private String unique(Tick tick) {
                        return tick.cause().isEmpty() ? "" : tick.cause() + tick.scheduled();
                      }
                    }))
        .contains("causeCountsOnce");
  }

  @Test
  void storeThatRetriesWhatIsCompleteFails() {
    assertThat(
            failures(
                store ->
                    new Sound(store) {
                      @Override
                      public int retry(String schedule, Instant now) {
                        return super.retry(schedule, now) + 1;
                      }
                    }))
        .containsExactly("whatHasFailedOrWasSkippedIsRetriedUnderItsOldRunId");
  }

  @Test
  void storeThatTellsArtifactsOfRunsThatHaveNotEndedFails() {
    assertThat(
            failures(
                store ->
                    new Sound(store) {
                      @Override
                      public List<Arrival> arrivals(Trigger.OnArtifact output, Instant since) {
                        return super.arrivals(output, Instant.EPOCH);
                      }
                    }))
        .containsExactly("artifactsArriveWithTheEndOfTheRunThatMadeThem");
  }

  private List<String> failures(UnaryOperator<ScheduleStore> fault) {
    return SuiteCheck.failures(
        () ->
            new SqliteScheduleStoreTest() {
              @Override
              ScheduleStore storeOf(MetadataDatabase opened) {
                return fault.apply(opened.schedules());
              }
            },
        directory);
  }
}

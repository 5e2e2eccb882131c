package io.tributary.cli.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.cli.Tributary;
import io.tributary.cli.command.ExitCode;
import io.tributary.cli.schedule.ScheduleCommandTest;
import io.tributary.core.RunHome;
import io.tributary.metadata.AuditEntry;
import io.tributary.metadata.AuditEntry.Outcome;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tokens, and what commands write into the audit log. */
class TokenCommandTest {
  private static final String USER = "cli:" + System.getProperty("user.name");

  @TempDir Path directory;

  private record Called(int exitCode, String out, String err) {}

  private Called call(String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    var all = new ArrayList<>(List.of("--home", directory.resolve("home").toString()));
    all.addAll(List.of(arguments));
    int exitCode =
        Tributary.execute(new PrintWriter(out), new PrintWriter(err), all.toArray(String[]::new));
    return new Called(exitCode, out.toString(), err.toString());
  }

  private List<AuditEntry> audit() {
    try (var home = RunHome.open(directory.resolve("home"), Clock.systemUTC())) {
      return home.metadata().audit().newest(100);
    }
  }

  @Test
  void tokenIsPrintedOnceAndAlone() {
    var added = call("token", "add", "ci", "--role", "operator", "--expires", "30d");
    assertThat(added.exitCode()).as(added.err()).isZero();
    assertThat(added.out()).matches("trb\\.ci\\.[A-Za-z0-9_-]{43}\\R");
    var listed = call("token", "list").out() + call("token", "list", "--json").out();
    assertThat(listed)
        .contains("ci", "operator", "\"expires\"")
        .doesNotContain(added.out().strip().substring("trb.ci.".length()));
    try (var home = RunHome.open(directory.resolve("home"), Clock.systemUTC())) {
      var token = home.metadata().tokens().find("ci").orElseThrow();
      assertThat(Duration.between(token.created(), token.expires().orElseThrow()))
          .isEqualTo(Duration.ofDays(30));
    }
  }

  @Test
  void tokenLastsForEverOnlyIfThatIsSaid() {
    call("token", "add", "a", "--role", "viewer");
    call("token", "add", "b", "--role", "viewer", "--expires", "never");
    try (var home = RunHome.open(directory.resolve("home"), Clock.systemUTC())) {
      assertThat(home.metadata().tokens().find("a").orElseThrow().expires()).isPresent();
      assertThat(home.metadata().tokens().find("b").orElseThrow().expires()).isEmpty();
    }
  }

  @Test
  void removedTokenIsGone() {
    call("token", "add", "ci", "--role", "viewer");
    assertThat(call("token", "remove", "ci").exitCode()).isZero();
    assertThat(call("token", "list").out()).contains("no tokens");
    assertThat(call("token", "remove", "ci").err()).contains("token 'ci'", "(expected: ");
  }

  @ParameterizedTest
  @CsvSource({
    "ci, viewer, 0d, --expires",
    "ci, viewer, soon, --expires",
    "ci, king, 1d, --role",
    "a.b, viewer, 1d, AccessToken.name",
  })
  void tokenThatCannotBeIsRefused(String name, String role, String expires, String where) {
    var refused = call("token", "add", name, "--role", role, "--expires", expires);
    assertThat(refused.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(refused.out()).isEmpty();
    assertThat(refused.err()).contains(where);
  }

  @Test
  void everyCommandThatChangesSomethingIsInTheAuditLog() {
    var pipeline = ScheduleCommandTest.Noted.class.getName();
    call("token", "add", "ci", "--role", "author");
    call("token", "add", "ci", "--role", "viewer");
    call("token", "remove", "ci");
    call("schedule", "add", "s", pipeline, "--every", "1h");
    call("schedule", "pause", "s");
    call("schedule", "resume", "s");
    call("schedule", "remove", "s");
    call("schedule", "pause", "none");
    var entries = new ArrayList<>(audit());
    Collections.reverse(entries);
    assertThat(entries).allSatisfy(entry -> assertThat(entry.actor()).isEqualTo(USER));
    assertThat(entries)
        .extracting(entry -> entry.action() + " " + entry.subject() + " " + entry.outcome())
        .containsExactly(
            "token.add ci DONE",
            "token.add ci REFUSED",
            "token.remove ci DONE",
            "schedule.add s DONE",
            "schedule.pause s DONE",
            "schedule.resume s DONE",
            "schedule.remove s DONE",
            "schedule.pause none REFUSED");
    assertThat(entries.get(1).message()).contains("stored already");
    assertThat(entries.get(1).outcome()).isEqualTo(Outcome.REFUSED);
    var printed = call("audit", "--limit", "2");
    assertThat(printed.out()).contains(USER, "schedule.remove", "schedule.pause");
    assertThat(printed.out()).doesNotContain("token.add");
    assertThat(call("audit", "--json").out()).contains("\"action\" : \"token.add\"");
  }

  @Test
  void addressNeedsAPort() {
    assertThat(call("server", "--address", "0.0.0.0").err()).contains("add --port");
    assertThat(call("server", "--port", "70000").err()).contains("--port: 70000");
  }
}

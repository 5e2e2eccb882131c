package io.tributary.cli.schedule;

import io.tributary.api.span.ScheduledSpan;
import io.tributary.cli.command.Command;
import io.tributary.cli.command.Given;
import io.tributary.cli.command.UsageException;
import io.tributary.cli.home.Home;
import io.tributary.cli.run.PipelineOptions;
import io.tributary.cli.run.RunnerOptions;
import io.tributary.core.RunHome;
import io.tributary.core.launcher.ParameterCheck;
import io.tributary.metadata.Schedule;
import io.tributary.metadata.Trigger;
import io.tributary.server.Audit;
import io.tributary.server.Backfills;
import io.tributary.server.KeptSchedule;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine;

public final class BackfillCommand extends Command {
  private static final Pattern BATCHED = Pattern.compile("batched:([1-9][0-9]{0,8})");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final Home home;
  private final PipelineOptions pipeline =
      PipelineOptions.kept(
          this,
          optionalParameter(
              "PIPELINE",
              PipelineOptions.DESCRIPTION
                  + ". It has to have a runtime parameter of type ScheduledSpan, such as that of CsvExampleGen.withSpans."));
  private final Given<String> from =
      option(
          "--from",
          "SPAN",
          String.class,
          "The first span: a number, or a date such as 2026-11-01, which is 20758: days after 1970-01-01.");
  private final Given<String> to =
      option("--to", "SPAN", String.class, "The last span, which is run, too.");
  private final Given<String> policy =
      option(
          "--policy",
          "WHAT",
          String.class,
          "each",
          "A run for each span, batched:N for N spans in a run, or one for all in one run (default: ${DEFAULT-VALUE}).");
  private final Given<Integer> limit =
      option(
          "--limit",
          "K",
          Integer.class,
          "1",
          "At most so many runs at a time, of all servers together (default: ${DEFAULT-VALUE}).");
  private final Given<String> name =
      option(
          "--name",
          "NAME",
          String.class,
          "Name of the back-fill; the ids of its runs begin with it (default: backfill- and the time).");
  private final Given<Boolean> detach =
      flag("--detach", "Leave the work to servers, and do not wait.");

  private final RunnerOptions runner = new RunnerOptions(this);

  public BackfillCommand(Home home) {
    super(
        "backfill",
        "Runs a pipeline on spans of the past. The back-fill is stored first: this process works on it until it is done, and so does every server.");
    this.home = home;
    footer(
        "",
        "A piece that fails stops no other; tributary backfill resume tries it again. After Ctrl-C or a death, servers go on, or tributary backfill resume does.",
        "Example:",
        "  tributary backfill com.example.MyPipeline --jar my.jar --from 2026-11-01 --to 2026-11-30 --policy batched:7 --limit 2");
    for (var command :
        List.of(
            new BackfillListCommand(home),
            new BackfillShowCommand(home),
            new BackfillCancelCommand(home),
            new BackfillResumeCommand(home))) {
      spec()
          .addSubcommand(
              command.spec().name(), new CommandLine(command.spec(), Command.NO_REFLECTION));
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!pipeline.isGiven()) {
      throw new UsageException(
          "backfill", "no pipeline", "PIPELINE, or one of list, show, cancel, resume", "name one");
    }
    var trigger = trigger();
    return BackfillWork.in(
        home,
        this,
        runner,
        detach.value(),
        (opened, backfills) -> begin(trigger, opened, backfills));
  }

  private Backfills.Progress begin(Trigger.Backfill trigger, RunHome opened, Backfills backfills)
      throws IOException {
    var now = opened.clock().instant();
    var backfill =
        Schedule.of(name(now), pipeline.name(), trigger, now, now)
            .withSettings(pipeline.settings());
    var compiled = pipeline.compile();
    ParameterCheck.require(
        compiled.pipeline(),
        compiled.classes(),
        SpanParameter.set(
            compiled.pipeline(),
            compiled.parameters(),
            ScheduledSpan.of(trigger.first()).toString()));
    var audit = new Audit(opened.metadata(), opened.clock(), Audit.user());
    return KeptSchedule.store(
        opened,
        backfill,
        pipeline.jars(),
        kept ->
            audit.<Backfills.Progress, RuntimeException>change(
                "backfill.begin",
                kept.name(),
                "pipeline " + kept.pipeline(),
                () -> backfills.begin(kept)));
  }

  private String name(Instant now) {
    return name.find().orElseGet(() -> "backfill-" + TIME.format(now));
  }

  private Trigger.Backfill trigger() {
    long first = span("--from", from);
    long last = span("--to", to);
    if (first > last) {
      throw new UsageException(
          "--from, --to", first + ", " + last, "the first span, and the last", "swap them");
    }
    if (limit.value() < 1 || limit.value() > Backfills.MOST_AT_A_TIME) {
      throw new UsageException(
          "--limit", "" + limit.value(), "1 to " + Backfills.MOST_AT_A_TIME, "correct it");
    }
    return new Trigger.Backfill(first, last, size(last - first + 1), limit.value());
  }

  private long size(long all) {
    var batched = BATCHED.matcher(policy.value());
    if (batched.matches()) {
      return Long.parseLong(batched.group(1));
    }
    return switch (policy.value()) {
      case "each" -> 1;
      case "one" -> all;
      default ->
          throw new UsageException(
              "--policy", "'" + policy.value() + "'", "each, batched:N or one", "correct it");
    };
  }

  private static long span(String option, Given<String> given) {
    var text =
        given
            .find()
            .orElseThrow(
                () ->
                    new UsageException(
                        option, "none", "a span, such as 20787 or 2026-11-30", "say which"));
    try {
      var span = ScheduledSpan.parse(text);
      if (!span.isLatest() && span.first() == span.last()) {
        return span.first();
      }
    } catch (IllegalArgumentException e) {
      throw new UsageException(option, e);
    }
    throw new UsageException(
        option, "'" + text + "'", "one span, such as 20787 or 2026-11-30", "name one");
  }
}

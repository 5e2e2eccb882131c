package io.tributary.cli;

import io.tributary.api.PipelineDefinition;
import io.tributary.cli.airflow.AirflowCommand;
import io.tributary.cli.command.Command;
import io.tributary.cli.command.ExitCode;
import io.tributary.cli.command.Failures;
import io.tributary.cli.command.Interrupts;
import io.tributary.cli.command.VersionCommand;
import io.tributary.cli.data.AnomaliesCommand;
import io.tributary.cli.data.DataCommands;
import io.tributary.cli.data.StatisticsCommand;
import io.tributary.cli.home.ArtifactsCommand;
import io.tributary.cli.home.DoctorCommand;
import io.tributary.cli.home.Home;
import io.tributary.cli.home.LineageCommand;
import io.tributary.cli.model.FeaturesCommand;
import io.tributary.cli.model.ModelCommands;
import io.tributary.cli.model.ModelCompareCommand;
import io.tributary.cli.output.Output;
import io.tributary.cli.run.LogsCommand;
import io.tributary.cli.run.NodeCommand;
import io.tributary.cli.run.PlanCommand;
import io.tributary.cli.run.ResumeCommand;
import io.tributary.cli.run.RunCommand;
import io.tributary.cli.run.RunsCommand;
import io.tributary.cli.run.ShowCommand;
import io.tributary.cli.schedule.BackfillCommand;
import io.tributary.cli.schedule.ScheduleCommand;
import io.tributary.cli.server.AuditCommand;
import io.tributary.cli.server.MetadataCommand;
import io.tributary.cli.server.ServeCommand;
import io.tributary.cli.server.ServerCommand;
import io.tributary.cli.server.TokenCommand;
import io.tributary.telemetry.logs.LogFormat;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** The {@code tributary} command. */
public final class Tributary {
  /** In characters, where the terminal tells no other: addresses in examples stay in one piece. */
  private static final int HELP_WIDTH = 120;

  private static final String COMPLETION = "generate-completion";

  /** In the order in which help shows them. */
  private static final List<String> COMMANDS =
      List.of(
          "run",
          "resume",
          "plan",
          "runs",
          "show",
          "artifacts",
          "lineage",
          "logs",
          "data",
          "schema",
          "model",
          "compare",
          "statistics",
          "anomalies",
          "features",
          "node",
          "serve",
          "schedule",
          "backfill",
          "server",
          "token",
          "audit",
          "airflow",
          "metadata",
          "doctor",
          "version",
          "prepare",
          COMPLETION);

  private Tributary() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    var err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    try {
      LogFormat.chooseBy(System.getenv());
    } catch (IllegalArgumentException e) {
      Interrupts.end(Failures.report(e, err));
    }
    WarmUp.begin(arguments);
    var output = Output.standard();
    var out = output.writer();
    int exitCode = execute(out, err, arguments);
    out.flush();
    if (output.failure().isPresent()) {
      err.println(
          "tributary: standard output: "
              + output.failure().get()
              + " (expected: to be written to); what the command has done stays, print it again"
              + " elsewhere");
      exitCode = exitCode == ExitCode.OK ? ExitCode.USAGE : exitCode;
    }
    Interrupts.end(exitCode);
  }

  /**
   * Runs a pipeline as {@code tributary run} does, and ends the process with its exit code: for the
   * {@code main} of a definition.
   *
   * @param arguments options of {@code tributary run}, such as {@code --no-cache}
   */
  public static void run(Class<? extends PipelineDefinition> definition, String... arguments) {
    var command = new ArrayList<>(List.of("run", definition.getName()));
    command.addAll(List.of(arguments));
    main(command.toArray(String[]::new));
  }

  /** Runs one command, and gives its exit code. */
  public static int execute(PrintWriter out, PrintWriter err, String... arguments) {
    return commandLine(arguments)
        .setOut(out)
        .setErr(err)
        .setExecutionExceptionHandler(new ReportFailure())
        .setParameterExceptionHandler(new ReportUsage())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpWidth(HELP_WIDTH)
        .setUsageHelpAutoWidth(true)
        .execute(arguments.length == 0 ? new String[] {"--help"} : arguments);
  }

  private static CommandLine commandLine(String... arguments) {
    var home = new Home();
    var tributary =
        CommandSpec.wrapWithoutInspection(null, Command.NO_REFLECTION).name("tributary");
    tributary
        .usageMessage()
        .description("Runs machine-learning pipelines and remembers everything about them.")
        .synopsisSubcommandLabel("COMMAND")
        .footer(
            "",
            "A first run, and a look at what it left behind:",
            "  tributary run chicago-taxi",
            "  tributary runs",
            "  tributary show latest",
            "",
            "A pipeline of your own, in a jar:",
            "  tributary run --jar my.jar com.example.MyPipeline --set data=trips.csv",
            "",
            "Data, without a pipeline:",
            "  tributary data statistics trips.csv --html statistics.html",
            "",
            "A first good model of a table, and its answers:",
            "  tributary model auto trips.csv --label tipped --out model",
            "  tributary model predict model more.csv --out predictions.csv",
            "",
            "Environment: TRIBUTARY_HOME and TRIBUTARY_METADATA stand in for --home and --metadata;"
                + " TRIBUTARY_METADATA_TOKEN is sent to metadata servers; TRIBUTARY_JAVA_OPTS are"
                + " further options of the JVM; TRIBUTARY_LOG_FORMAT=json makes logs lines of JSON;"
                + " OTEL_* and OPENLINEAGE_* say where traces and lineage go"
                + " (docs/observability.md).",
            "Exit codes: 0 done; 1 a node failed; 2 wrong usage, or the place is unusable; 3 done,"
                + " but a model was not blessed or not pushed, or data has anomalies; 130"
                + " canceled.",
            "Bash and zsh complete commands after: source <(tributary generate-completion)");
    home.options().forEach(tributary::addOption);
    tributary.addOption(Command.help());
    tributary.addOption(
        OptionSpec.builder("-V", "--version")
            .versionHelp(true)
            .type(boolean.class)
            .description("Print the version and exit.")
            .build());
    tributary.versionProvider(new VersionCommand());
    for (var name : needed(arguments)) {
      tributary.addSubcommand(
          name, new CommandLine(command(name, home).spec(), Command.NO_REFLECTION));
    }
    return new CommandLine(tributary, Command.NO_REFLECTION);
  }

  /** The command that is called: making all of them would take longer than most of them run. */
  private static List<String> needed(String... arguments) {
    var called = called(arguments);
    return COMMANDS.contains(called) && !called.equals(COMPLETION) ? List.of(called) : COMMANDS;
  }

  /** The first argument that is no option of the whole; empty if there is none. */
  static String called(String... arguments) {
    for (int i = 0; i < arguments.length; i++) {
      if (arguments[i].equals("--home") || arguments[i].equals("--metadata")) {
        i++;
      } else if (!arguments[i].startsWith("-")) {
        return arguments[i];
      }
    }
    return "";
  }

  private static Command command(String name, Home home) {
    return switch (name) {
      case "run" -> new RunCommand(home);
      case "resume" -> new ResumeCommand(home);
      case "plan" -> new PlanCommand();
      case "runs" -> new RunsCommand(home);
      case "show" -> new ShowCommand(home);
      case "artifacts" -> new ArtifactsCommand(home);
      case "lineage" -> new LineageCommand(home);
      case "logs" -> new LogsCommand(home);
      case "data" -> DataCommands.data(home);
      case "schema" -> DataCommands.schema(home);
      case "model" -> ModelCommands.model(home);
      case "compare" -> new ModelCompareCommand(home);
      case "statistics" -> new StatisticsCommand(home);
      case "anomalies" -> new AnomaliesCommand(home);
      case "features" -> new FeaturesCommand(home);
      case "node" -> new NodeCommand(home);
      case "serve" -> new ServeCommand(home);
      case "schedule" -> new ScheduleCommand(home);
      case "backfill" -> new BackfillCommand(home);
      case "server" -> new ServerCommand(home);
      case "airflow" -> new AirflowCommand(home);
      case "token" -> new TokenCommand(home);
      case "audit" -> new AuditCommand(home);
      case "metadata" -> new MetadataCommand(home);
      case "doctor" -> new DoctorCommand(home);
      case "version" -> new VersionCommand();
      case "prepare" -> new PrepareCommand();
      case COMPLETION -> new CompletionCommand();
      default -> throw new IllegalStateException("command '" + name + "': not in the list");
    };
  }

  // Named classes: picocli's class files are too old to be archived when a lambda implements them.

  private static final class ReportFailure implements CommandLine.IExecutionExceptionHandler {
    @Override
    public int handleExecutionException(
        Exception thrown, CommandLine command, CommandLine.ParseResult parsed) {
      return Failures.report(thrown, command.getErr());
    }
  }

  private static final class ReportUsage implements CommandLine.IParameterExceptionHandler {
    @Override
    public int handleParseException(ParameterException wrong, String[] arguments) {
      var command = wrong.getCommandLine();
      PrintWriter err = command.getErr();
      if (command.getParent() == null
          && wrong instanceof CommandLine.UnmatchedArgumentException unmatched
          && !unmatched.isUnknownOption()) {
        unknownCommand(unmatched, err);
        return ExitCode.USAGE;
      }
      err.println("tributary: " + wrong.getMessage());
      if (!CommandLine.UnmatchedArgumentException.printSuggestions(wrong, err)) {
        err.println("See: " + command.getCommandSpec().qualifiedName() + " --help");
      }
      return ExitCode.USAGE;
    }

    private static void unknownCommand(
        CommandLine.UnmatchedArgumentException unmatched, PrintWriter err) {
      var near =
          unmatched.getSuggestions().stream()
              .map(suggestion -> suggestion.substring(suggestion.lastIndexOf(' ') + 1))
              .toList();
      err.println(
          "tributary: unknown command '"
              + unmatched.getUnmatched().get(0)
              + "'"
              + (near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?"));
      err.println("See: tributary --help");
    }
  }
}

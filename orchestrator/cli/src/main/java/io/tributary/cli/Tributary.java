package io.tributary.cli;

import io.tributary.api.PipelineDefinition;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code tributary} command. */
@Command(
    name = "tributary",
    description = "Runs machine-learning pipelines and remembers everything about them.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.Provider.class,
    subcommands = {
      RunCommand.class,
      ResumeCommand.class,
      PlanCommand.class,
      RunsCommand.class,
      ShowCommand.class,
      ArtifactsCommand.class,
      LineageCommand.class,
      LogsCommand.class,
      ServeCommand.class,
      VersionCommand.class,
      PrepareCommand.class,
      AutoComplete.GenerateCompletion.class
    },
    footer = {
      "",
      "A first run, and a look at what it left behind:",
      "  tributary run chicago-taxi",
      "  tributary runs",
      "  tributary show latest",
      "",
      "A pipeline of your own, in a jar:",
      "  tributary run --jar my.jar com.example.MyPipeline --set data=trips.csv",
      "",
      "Exit codes: 0 done; 1 a node failed; 2 wrong usage, or the place is unusable; 3 done, but a model was not blessed or not pushed; 130 canceled.",
      "Bash and zsh complete commands after: source <(tributary generate-completion)"
    })
public final class Tributary implements Runnable {
  @Spec private CommandSpec spec;

  @Mixin private HomeOption home;

  /** For picocli, which sets the fields. */
  @SuppressWarnings("NullAway.Init")
  Tributary() {}

  HomeOption home() {
    return home;
  }

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(execute(writer(System.out), writer(System.err), arguments));
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

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }

  /** Runs one command, and gives its exit code. */
  public static int execute(PrintWriter out, PrintWriter err, String... arguments) {
    return new CommandLine(new Tributary())
        .setOut(out)
        .setErr(err)
        .setExecutionExceptionHandler(
            (thrown, command, parsed) -> Failures.report(thrown, command.getErr()))
        .setParameterExceptionHandler(Tributary::usage)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true)
        .execute(arguments);
  }

  private static int usage(ParameterException wrong, String[] arguments) {
    var command = wrong.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("tributary: " + wrong.getMessage());
    if (!CommandLine.UnmatchedArgumentException.printSuggestions(wrong, err)) {
      err.println("See: " + command.getCommandSpec().qualifiedName() + " --help");
    }
    return ExitCode.USAGE;
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}

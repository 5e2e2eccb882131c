package io.tributary.components.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.tributary.api.Component;
import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.Explanation;
import io.tributary.api.Run;
import io.tributary.api.Secret;
import io.tributary.api.digest.FileDigests;
import io.tributary.api.digest.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A program that does a component's work:
 *
 * <pre>{@code
 * public record FareReport(Channel<Examples> examples, double minFare)
 *     implements Component<FareReport.Outputs> {
 *   private static final ExternalProcess REPORT =
 *       ExternalProcess.of("python3").withFile(Path.of("report.py"));
 *
 *   public record Outputs(Channel<ModelEvaluation> report) {}
 *
 *   public void run(Run<Outputs> run) throws Exception {
 *     REPORT.run(this, run);
 *   }
 *
 *   public String externalDigest(FileDigests files) throws IOException {
 *     return REPORT.digest(files);
 *   }
 * }
 * }</pre>
 *
 * <p>The program starts in an empty directory and finds in its environment the names of three JSON
 * files: {@code TRIBUTARY_INPUTS}, by input a list of artifacts with {@code path}, {@code uri},
 * {@code digest} and {@code splits}; {@code TRIBUTARY_PARAMETERS}, the component's parameters by
 * name; {@code TRIBUTARY_OUTPUTS}, by output the {@code path} of the directory to write to and the
 * {@code type}. Splits are directories {@code Split-<name>}, in which Examples have Arrow IPC files
 * whose names end with {@code .arrow} (pyarrow reads them from version 12 on). {@code
 * TRIBUTARY_RUN}, {@code TRIBUTARY_NODE}, {@code TRIBUTARY_ATTEMPT} and {@code TRIBUTARY_SEED} are
 * set, too. Of the environment of this process the program gets {@code PATH}, {@code HOME}, {@code
 * USER}, {@code LANG}, {@code LC_ALL}, {@code TZ}, {@code TMPDIR} and what is declared; secrets
 * only if they are declared.
 *
 * <p>The node fails unless the program ends with exit code 0 and every output has files; Arrow
 * files of Examples must be complete. What the program prints goes to the log of the node, ten
 * megabytes at most. When the node is canceled or late, the program and all that it has started are
 * stopped: asked first, and killed after two seconds. When the process of the node dies, be it by
 * kill -9, program and all are killed at once, so that another attempt does not meet them; a shell
 * beside the program sees to it (where there is neither {@code /proc} nor {@code ps}, it kills the
 * program alone), but not on Windows, where the program goes on. What a program leaves running when
 * it ends, of its own accord or when asked to, is not stopped.
 *
 * <p>Immutable and thread-safe.
 */
public final class ExternalProcess {
  private final List<Argument> command;
  private final List<Path> files;
  private final Map<String, String> environment;
  private final Map<String, Secret> secrets;
  private final List<String> inherited;

  /** What stands in the command. */
  private sealed interface Argument {
    record Text(String value) implements Argument {
      @Override
      public String toString() {
        return value;
      }
    }

    record Script(Path file) implements Argument {
      @Override
      public String toString() {
        return file.toString();
      }
    }
  }

  private ExternalProcess(
      List<Argument> command,
      List<Path> files,
      Map<String, String> environment,
      Map<String, Secret> secrets,
      List<String> inherited) {
    this.command = command;
    this.files = files;
    this.environment = environment;
    this.secrets = secrets;
    this.inherited = inherited;
  }

  /**
   * A command.
   *
   * @param program its name, looked up in {@code PATH}, or its path
   */
  public static ExternalProcess of(String program, String... arguments) {
    var named = List.<Argument>of(new Argument.Text(requireNonNull(program, "program")));
    return new ExternalProcess(named, List.of(), Map.of(), Map.of(), List.of())
        .withArguments(arguments);
  }

  /** With further arguments. */
  public ExternalProcess withArguments(String... arguments) {
    var texts =
        Arrays.stream(arguments)
            .<Argument>map(text -> new Argument.Text(requireNonNull(text, "argument")))
            .toList();
    return new ExternalProcess(plus(command, texts), files, environment, secrets, inherited);
  }

  /**
   * With a file, such as a script, as next argument; when its content changes, the node runs again.
   */
  public ExternalProcess withFile(Path file) {
    return new ExternalProcess(
        plus(command, List.of(new Argument.Script(file.toAbsolutePath()))),
        files,
        environment,
        secrets,
        inherited);
  }

  /** With a file that is no argument, such as a module that a script imports. */
  public ExternalProcess reading(Path file) {
    return new ExternalProcess(
        command, plus(files, List.of(file.toAbsolutePath())), environment, secrets, inherited);
  }

  /** With an environment variable. */
  public ExternalProcess withEnvironment(String name, String value) {
    return new ExternalProcess(command, files, plus(environment, name, value), secrets, inherited);
  }

  /** With a secret in an environment variable. */
  public ExternalProcess withSecret(String name, Secret secret) {
    return new ExternalProcess(command, files, environment, plus(secrets, name, secret), inherited);
  }

  /** With an environment variable as this process has it, if it has. */
  public ExternalProcess inheriting(String name) {
    return new ExternalProcess(
        command, files, environment, secrets, plus(inherited, List.of(name)));
  }

  private static <T> List<T> plus(List<T> list, List<T> more) {
    var all = new ArrayList<>(list);
    all.addAll(more);
    return List.copyOf(all);
  }

  private static <T> Map<String, T> plus(Map<String, T> map, String name, T value) {
    var all = new LinkedHashMap<>(map);
    all.put(requireNonNull(name, "name"), requireNonNull(value, "value"));
    return Map.copyOf(all);
  }

  /**
   * SHA-256 over command, environment and the contents of the files: what {@link
   * Component#externalDigest} answers. Of a file counts what is in it, not where it lies.
   */
  public String digest(FileDigests digests) throws IOException {
    var text = new StringBuilder();
    for (var argument : command) {
      if (argument instanceof Argument.Script script) {
        append(text, 'f', content(script.file(), digests));
      } else {
        append(text, 'a', argument.toString());
      }
    }
    new TreeMap<>(environment)
        .forEach(
            (name, value) -> {
              append(text, 'n', name);
              append(text, 'v', value);
            });
    for (var file : files) {
      append(text, 'r', content(file, digests));
    }
    return Sha256.hex(text.toString().getBytes(UTF_8));
  }

  /** With kind and length before it, so that nothing else reads the same. */
  private static void append(StringBuilder text, char kind, String value) {
    text.append(kind).append(value.length()).append(':').append(value);
  }

  private String content(Path file, FileDigests digests) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new ExecutionFailure(
          Code.NOT_FOUND,
          new Explanation(
              "command " + command.get(0) + " > file",
              file + " does not exist",
              "a file that the program reads",
              "correct the path, which is taken from " + Path.of("").toAbsolutePath()));
    }
    return digests.of(file);
  }

  /**
   * Runs the program for a component.
   *
   * @throws ExecutionFailure NOT_FOUND if there is no such program, USER_CODE if it fails,
   *     INVALID_DATA if an output is missing or damaged
   * @throws InterruptedException if the node is canceled
   */
  public <O extends Record> void run(Component<O> component, Run<O> run)
      throws IOException, InterruptedException {
    var work = ProcessFiles.of(component, run);
    var words = command.stream().map(Argument::toString).toList();
    var builder = new ProcessBuilder(words).directory(work.directory().toFile());
    builder.redirectErrorStream(true);
    var variables = builder.environment();
    ProcessEnvironment.keep(variables, inherited);
    variables.putAll(work.variables());
    variables.putAll(environment);
    secrets.forEach((name, secret) -> variables.put(name, run.reveal(secret)));
    try (var watchdog = Watchdog.start(run.nodeId())) {
      new RunningProcess(start(builder, run), words, run, watchdog).await();
    }
    work.collect(run);
  }

  private Process start(ProcessBuilder builder, Run<?> run) {
    try {
      return builder.start();
    } catch (IOException e) {
      throw new ExecutionFailure(
          Code.NOT_FOUND,
          new Explanation(
              "node '" + run.nodeId() + "' > command",
              "'" + command.get(0) + "' cannot be started: " + e.getMessage(),
              "a program on the PATH " + builder.environment().getOrDefault("PATH", "''"),
              "install it, or name it with its path"),
          e);
    }
  }
}

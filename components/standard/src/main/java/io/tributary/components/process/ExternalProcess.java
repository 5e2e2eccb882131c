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
import java.util.stream.Collectors;

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
 * megabytes at most; what follows {@code @progress} at the beginning of a line is told as {@link
 * Run#progress}, too. When the node is canceled or late, the program and all that it has started
 * are stopped: asked first, and killed after two seconds. When the process of the node dies, be it
 * by kill -9, program and all are killed at once, so that another attempt does not meet them; a
 * shell beside the program sees to it (where there is neither {@code /proc} nor {@code ps}, it
 * kills the program alone), but not on Windows, where the program goes on. What a program leaves
 * running when it ends, of its own accord or when asked to, is not stopped.
 *
 * <p>Immutable and thread-safe. It may be a parameter of a component.
 *
 * @param command the program, and its arguments
 * @param files what it reads beside the scripts of the command
 * @param environment variables with fixed values
 * @param secrets variables whose values are secrets
 * @param inherited names of variables that it gets as this process has them
 */
public record ExternalProcess(
    List<Argument> command,
    List<Path> files,
    Map<String, String> environment,
    Map<String, Secret> secrets,
    List<String> inherited,
    ProcessLimits limits) {

  /** What stands in a command. */
  public sealed interface Argument {
    /** A word, as it is. */
    record Text(String value) implements Argument {
      @Override
      public String toString() {
        return value;
      }
    }

    /** The path of a file whose content counts. */
    record Script(Path file) implements Argument {
      @Override
      public String toString() {
        return file.toString();
      }
    }
  }

  public ExternalProcess {
    command = List.copyOf(command);
    files = List.copyOf(files);
    environment = Map.copyOf(environment);
    secrets = Map.copyOf(secrets);
    inherited = List.copyOf(inherited);
    requireNonNull(limits, "limits");
    if (command.isEmpty()) {
      throw new IllegalArgumentException(
          "command: [] (expected: a program and its arguments); name the program");
    }
  }

  /**
   * A command.
   *
   * @param program its name, looked up in {@code PATH}, or its path
   */
  public static ExternalProcess of(String program, String... arguments) {
    var named = List.<Argument>of(new Argument.Text(requireNonNull(program, "program")));
    return new ExternalProcess(named, List.of(), Map.of(), Map.of(), List.of(), ProcessLimits.NONE)
        .withArguments(arguments);
  }

  /** With further arguments. */
  public ExternalProcess withArguments(String... arguments) {
    var texts =
        Arrays.stream(arguments)
            .<Argument>map(text -> new Argument.Text(requireNonNull(text, "argument")))
            .toList();
    return withCommand(texts);
  }

  /**
   * With a file, such as a script, as next argument; when its content changes, the node runs again.
   */
  public ExternalProcess withFile(Path file) {
    return withCommand(List.of(new Argument.Script(file.toAbsolutePath())));
  }

  private ExternalProcess withCommand(List<? extends Argument> more) {
    return new ExternalProcess(plus(command, more), files, environment, secrets, inherited, limits);
  }

  /** With a file that is no argument, such as a module that a script imports. */
  public ExternalProcess reading(Path file) {
    var more = plus(files, List.of(file.toAbsolutePath()));
    return new ExternalProcess(command, more, environment, secrets, inherited, limits);
  }

  /** With an environment variable. */
  public ExternalProcess withEnvironment(String name, String value) {
    var more = plus(environment, name, value);
    return new ExternalProcess(command, files, more, secrets, inherited, limits);
  }

  /** With a secret in an environment variable. */
  public ExternalProcess withSecret(String name, Secret secret) {
    var more = plus(secrets, name, secret);
    return new ExternalProcess(command, files, environment, more, inherited, limits);
  }

  /** With an environment variable as this process has it, if it has. */
  public ExternalProcess inheriting(String name) {
    var more = plus(inherited, List.of(name));
    return new ExternalProcess(command, files, environment, secrets, more, limits);
  }

  /** With limits of what it uses. */
  public ExternalProcess withLimits(ProcessLimits newLimits) {
    return new ExternalProcess(command, files, environment, secrets, inherited, newLimits);
  }

  private static <T> List<T> plus(List<T> list, List<? extends T> more) {
    var all = new ArrayList<T>(list);
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
    run(run, work.directory(), work.variables());
    work.collect(run);
  }

  /**
   * Runs the program for a component that tells it in its own way what to read and to write.
   *
   * @param directory in which it starts
   * @param variables of its environment, beside those that every program gets
   * @throws ExecutionFailure NOT_FOUND if there is no such program, USER_CODE if it fails,
   *     RESOURCE_EXHAUSTED if it goes beyond a limit
   * @throws InterruptedException if the node is canceled
   */
  public void run(Run<?> run, Path directory, Map<String, String> variables)
      throws IOException, InterruptedException {
    var words = command.stream().map(Argument::toString).toList();
    var builder = new ProcessBuilder(words).directory(directory.toFile());
    builder.redirectErrorStream(true);
    var all = builder.environment();
    ProcessEnvironment.keep(all, inherited);
    all.put("TRIBUTARY_RUN", run.runId());
    all.put("TRIBUTARY_NODE", run.nodeId());
    all.put("TRIBUTARY_ATTEMPT", Integer.toString(run.attempt()));
    all.put("TRIBUTARY_SEED", Long.toString(run.seed()));
    all.putAll(variables);
    all.putAll(limits.variables());
    all.putAll(environment);
    secrets.forEach((name, secret) -> all.put(name, run.reveal(secret)));
    limits.check(run.nodeId());
    try (var watchdog = Watchdog.start(run.nodeId())) {
      new RunningProcess(start(builder, run), this, run, watchdog).await();
    }
  }

  /** The command for people: files by their names. */
  @Override
  public String toString() {
    return command.stream()
        .map(
            argument ->
                argument instanceof Argument.Script script
                    ? String.valueOf(script.file().getFileName())
                    : argument.toString())
        .collect(Collectors.joining(" "));
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

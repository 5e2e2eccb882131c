package io.tributary.core;

import static java.util.Objects.requireNonNull;

import io.tributary.api.Explanation;
import io.tributary.metadata.SpanPlan;
import io.tributary.metadata.Trigger;
import io.tributary.proto.pipeline.Node;
import io.tributary.proto.pipeline.Pipeline;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A pipeline that another scheduler is to run.
 *
 * @param id what the scheduler is to call it
 * @param pipeline the compiled pipeline
 * @param call how its nodes are run
 * @param parameters what each run can be given, in order
 * @param timing when it falls due; empty: when somebody asks for it
 * @param maxActiveRuns how many runs of it may be under way at a time
 * @param pools by node, the pool of the scheduler whose slots it takes; others take those of the
 *     scheduler's default
 */
public record PipelineExport(
    String id,
    Pipeline pipeline,
    Call call,
    List<Parameter> parameters,
    Optional<Timing> timing,
    int maxActiveRuns,
    Map<String, String> pools) {

  /** Checks that everything fits together, and copies lists and maps. */
  public PipelineExport {
    requireNonNull(pipeline, "pipeline");
    requireNonNull(call, "call");
    requireNonNull(timing, "timing");
    parameters = List.copyOf(parameters);
    pools = Collections.unmodifiableMap(new LinkedHashMap<>(pools));
    var problems = new ArrayList<Explanation>();
    if (maxActiveRuns < 1) {
      problems.add(
          new Explanation(
              "runs at a time", "" + maxActiveRuns, "1 or more", "pass 1 for one after the other"));
    }
    var nodes = pipeline.getNodesList().stream().map(Node::getId).toList();
    for (var node : pools.keySet()) {
      if (!nodes.contains(node)) {
        problems.add(
            new Explanation(
                "pool of node",
                "'" + node + "'",
                "one of " + nodes,
                "name a node of the pipeline"));
      }
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(
          problems.stream().map(Explanation::toString).collect(Collectors.joining("\n")));
    }
  }

  /**
   * How {@code tributary node run} is called on a worker.
   *
   * @param program the {@code tributary} command
   * @param directory where it runs; relative paths of settings are meant from there
   * @param home the folder of artifacts and, unless {@code metadata} is given, of the metadata
   * @param metadata address of the metadata database; holds no password
   * @param arguments what says which pipeline it is, and how its runs are started; empty if runs
   *     exist before their first node is run
   */
  public record Call(
      String program,
      Path directory,
      Path home,
      Optional<String> metadata,
      List<String> arguments) {
    /** As the metadata takes an address apart: what is before the last @ may hold any character. */
    private static final Pattern PASSWORD =
        Pattern.compile("://[^?:]*:[^?]*@|[?&]password=", Pattern.CASE_INSENSITIVE);

    public Call {
      requireNonNull(program, "program");
      requireNonNull(directory, "directory");
      requireNonNull(home, "home");
      requireNonNull(metadata, "metadata");
      arguments = List.copyOf(arguments);
      if (metadata.filter(Call::holdsPassword).isPresent()) {
        throw new IllegalArgumentException(
            new Explanation(
                    "address of the metadata",
                    "one with a password, which others would read in the program of the scheduler",
                    "an address without",
                    "leave it out here, and set TRIBUTARY_METADATA where the workers run")
                .toString());
      }
    }

    /** Whether an address of a metadata database is a secret. */
    public static boolean holdsPassword(String address) {
      return PASSWORD.matcher(address).find();
    }
  }

  /**
   * A setting or a runtime parameter.
   *
   * @param name as {@code --set} takes it
   * @param type a type that is written as one word
   * @param value as {@code --set} takes it; empty if there is none
   * @param optional whether it may have no value; otherwise, without a value here, every run has to
   *     supply one
   */
  public record Parameter(String name, Class<?> type, Optional<String> value, boolean optional) {
    public Parameter {
      requireNonNull(name, "name");
      requireNonNull(type, "type");
      requireNonNull(value, "value");
    }
  }

  /**
   * When a pipeline falls due.
   *
   * @param start then or later
   * @param end only before then
   * @param catchUp whether what was missed is made up for
   * @param spans which span of its data a run is about, by its time; parameters of type {@link
   *     io.tributary.api.span.ScheduledSpan} that no run is given otherwise are that
   */
  public record Timing(
      Trigger.Timed trigger,
      Instant start,
      Optional<Instant> end,
      boolean catchUp,
      Optional<SpanPlan> spans) {
    public Timing {
      requireNonNull(spans, "spans");
      requireNonNull(trigger, "trigger");
      requireNonNull(start, "start");
      requireNonNull(end, "end");
    }
  }
}

package io.tributary.api;

import static java.util.Objects.requireNonNull;

import io.tributary.api.Problem.Code;
import io.tributary.api.shape.StepShape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A directed acyclic graph of steps. Steps are added in an order in which they could run: a step
 * takes the channels that steps before it gave.
 *
 * <pre>{@code
 * var p = Pipeline.named("chicago-taxi");
 * var examples = p.add(new CsvExampleGen(data)).examples();
 * var statistics = p.add(new StatisticsGen(examples)).statistics();
 * }</pre>
 *
 * <p>Adding describes; nothing runs. Mistakes that javac cannot see are collected and reported
 * together by {@link #check}. Not thread-safe.
 */
public final class Pipeline {
  /** Sub-pipelines in each other; more are taken for one that contains itself. */
  private static final int DEEPEST = 8;

  private final Graph graph;
  private final String prefix;
  private final List<Condition> conditions;
  private final List<String> subPipelines;

  private Pipeline(
      Graph graph, String prefix, List<Condition> conditions, List<String> subPipelines) {
    this.graph = graph;
    this.prefix = prefix;
    this.conditions = List.copyOf(conditions);
    this.subPipelines = List.copyOf(subPipelines);
  }

  /**
   * An empty pipeline. The name identifies it in the metadata store: runs of equal name share their
   * history and cache.
   */
  public static Pipeline named(String name) {
    return new Pipeline(new Graph(requireNonNull(name, "name")), "", List.of(), List.of());
  }

  /** Adds a step under the simple name of its class. */
  public <O extends Record, C extends Record & Step<O>> O add(C step) {
    return add(step, NodeOptions.DEFAULT);
  }

  /** Adds a step. */
  @SuppressWarnings("unchecked") // the shape reads O from the class that gave it to javac
  public <O extends Record, C extends Record & Step<O>> O add(C step, NodeOptions options) {
    return (O) addNode(step, options, false);
  }

  /**
   * Adds a component that runs when every other node has ended, however it ended: to notify, or to
   * clean up. Its inputs are empty when the nodes that make them failed, so they should be
   * optional.
   */
  public <O extends Record, C extends Record & Component<O>> O onExit(C component) {
    return onExit(component, NodeOptions.DEFAULT);
  }

  /** Adds a component that runs when every other node has ended, however it ended. */
  @SuppressWarnings("unchecked") // the shape reads O from the class that gave it to javac
  public <O extends Record, C extends Record & Component<O>> O onExit(
      C component, NodeOptions options) {
    return (O) addNode(component, options, true);
  }

  /**
   * This pipeline, with everything that is added through the result skipped unless {@code
   * condition} holds.
   */
  public Pipeline when(Condition condition) {
    var all = new ArrayList<>(conditions);
    all.add(requireNonNull(condition, "condition"));
    return new Pipeline(graph, prefix, all, subPipelines);
  }

  private Record addNode(Record step, NodeOptions options, boolean exitHandler) {
    requireNonNull(step, "step");
    requireNonNull(options, "options");
    var id = graph.claimId(prefix, step, options);
    var shape = graph.shape(id, step.getClass());
    var inputs = graph.check(id, step, shape, exitHandler);
    if (step instanceof SubPipeline<?> subPipeline) {
      if (!options.withId("").equals(NodeOptions.DEFAULT.withId(""))) {
        graph.problem(
            Code.SUB_PIPELINE,
            graph.at(id),
            "options of a sub-pipeline",
            "nothing but an id",
            "give retries, timeout and cache to the nodes inside");
      }
      return define(id, subPipeline, shape);
    }
    if (exitHandler && !conditions.isEmpty()) {
      graph.problem(
          Code.EXIT_HANDLER,
          graph.at(id),
          "an exit handler under a condition",
          "an exit handler of the whole pipeline",
          "let the component look at run.outcome() and decide");
    }
    graph.checkOptions(id, options);
    graph.checkStagedNames(id, shape);
    conditions.forEach(condition -> graph.checkConditions(id, condition));
    graph.addNode(
        new Node(id, step, shape, inputs, conditions, options, exitHandler, subPipelines));
    return outputs(id, shape);
  }

  private Record define(String id, SubPipeline<?> subPipeline, StepShape shape) {
    if (subPipelines.size() == DEEPEST) {
      graph.problem(
          Code.SUB_PIPELINE,
          graph.at(id),
          "sub-pipelines nested more than " + DEEPEST + " deep",
          "a sub-pipeline that does not contain itself",
          "add the inner steps directly");
      return outputs(id, shape);
    }
    var enclosing = new ArrayList<>(subPipelines);
    enclosing.add(id);
    int before = graph.nodes.size();
    int problemsBefore = graph.problems.size();
    @Nullable Record outputs =
        subPipeline.define(new Pipeline(graph, id + ".", conditions, enclosing));
    if (graph.nodes.size() == before && graph.problems.size() == problemsBefore) {
      graph.problem(
          Code.SUB_PIPELINE,
          graph.at(id),
          "no steps",
          "at least one",
          "add the sub-pipeline's steps to the pipeline that define is given");
    }
    if (outputs == null) {
      graph.problem(
          Code.SUB_PIPELINE,
          graph.at(id),
          "null",
          "its outputs",
          "return the outputs record from define");
      return outputs(id, shape);
    }
    return outputs;
  }

  private Record outputs(String id, StepShape shape) {
    return shape.newOutputs(output -> Channel.in(graph, id, output.name(), output.type()));
  }

  public String name() {
    return graph.pipeline;
  }

  /** The nodes, in the order in which they were added. */
  public List<Node> nodes() {
    return List.copyOf(graph.nodes);
  }

  /** What is wrong with the definition so far, in the order in which it was met. */
  public List<Problem> problems() {
    var problems = new ArrayList<>(graph.problems);
    if (graph.nodes.stream().allMatch(Node::exitHandler)) {
      problems.add(
          new Problem(
              Code.EMPTY_PIPELINE,
              new Explanation(
                  "pipeline '" + graph.pipeline + "'",
                  graph.nodes.isEmpty() ? "no nodes" : "nothing but exit handlers",
                  "at least one node",
                  "add a step")));
    }
    return List.copyOf(problems);
  }

  /**
   * Checks the definition.
   *
   * @throws PipelineDefinitionException with all problems, if there are any
   */
  public void check() {
    var problems = problems();
    if (!problems.isEmpty()) {
      throw new PipelineDefinitionException(graph.pipeline, problems);
    }
  }
}

package io.tributary.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.api.Problem.Code;
import io.tributary.api.shape.StepShape;
import io.tributary.api.shape.ValueCheck;
import java.text.Normalizer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The nodes and problems that a pipeline and its sub-pipelines have in common. */
final class Graph {
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,62}");
  private static final String NAME_RULE = "a letter, then at most 62 letters, digits, '_' or '-'";
  private static final int MOST_RETRIES = 100;

  /** What a file system takes as the name of one file or directory, in bytes. */
  private static final int LONGEST_FILE_NAME = 255;

  /** What an output is staged as: the id of its node, the number of the attempt, its own name. */
  private static final int BETWEEN_ID_AND_OUTPUT = "~2147483647~".length();

  /** What a node keeps for itself is staged as an output of this name would be. */
  private static final int LONGEST_ID =
      LONGEST_FILE_NAME - BETWEEN_ID_AND_OUTPUT - ".scratch".length();

  private static final Set<Class<?>> PROPERTY_TYPES =
      Set.of(Long.class, Double.class, String.class, Boolean.class);

  final String pipeline;
  final List<Node> nodes = new ArrayList<>();
  final List<Problem> problems = new ArrayList<>();
  private final Map<String, String> ids = new HashMap<>();
  private final Map<String, RuntimeParameter<?>> runtimeParameters = new LinkedHashMap<>();
  private final Map<Class<?>, StepShape> shapes = new HashMap<>();
  private final Map<String, Class<?>> artifactTypes = new HashMap<>();
  private final Set<String> exitHandlers = new HashSet<>();

  Graph(String pipeline) {
    this.pipeline = pipeline;
    if (!NAME.matcher(pipeline).matches()) {
      problem(
          Code.PIPELINE_NAME,
          "pipeline",
          "'" + pipeline + "'",
          NAME_RULE,
          "the name is part of file names; choose another");
    }
  }

  void problem(Code code, String where, String value, String expected, String remedy) {
    problems.add(new Problem(code, new Explanation(where, value, expected, remedy)));
  }

  String at(String node) {
    return "pipeline '" + pipeline + "' > node '" + node + "'";
  }

  /** The id of a new node or sub-pipeline; problems with it are recorded. */
  String claimId(String prefix, Record step, NodeOptions options) {
    var own = options.id().orElse(step.getClass().getSimpleName());
    var id = prefix + own;
    if (!NAME.matcher(own).matches()) {
      problem(
          Code.NODE_ID,
          at(id),
          "'" + own + "'",
          NAME_RULE,
          "the id is part of file names; pass NodeOptions.id(\"...\") with another");
    }
    if (id.length() > LONGEST_ID && prefix.length() <= LONGEST_ID) {
      problem(
          Code.NODE_ID,
          at(id),
          id.length() + " bytes with the ids of the enclosing sub-pipelines",
          "at most " + LONGEST_ID,
          "the whole id is part of file names; nest less deep, or choose shorter ids");
    }
    var known = ids.putIfAbsent(fileName(id), id);
    if (known != null) {
      problem(
          Code.DUPLICATE_NODE_ID,
          at(id),
          known.equals(id) ? "id '" + id + "' twice" : "id '" + id + "' beside '" + known + "'",
          known.equals(id)
              ? "an id of its own for every node"
              : "ids that differ in more than upper and lower case, which not every file system tells apart",
          "pass NodeOptions.id(\"...\") when adding the second " + step.getClass().getSimpleName());
    }
    return id;
  }

  /** Equal for names that some file system takes for one. */
  private static String fileName(String name) {
    var plain =
        utf8Length(name) == name.length() ? name : Normalizer.normalize(name, Normalizer.Form.NFC);
    return plain.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
  }

  private static int utf8Length(String name) {
    return name.getBytes(UTF_8).length;
  }

  StepShape shape(String id, Class<? extends Record> step) {
    var known = shapes.get(step);
    if (known != null) {
      return known;
    }
    var flaws = new ArrayList<StepShape.Flaw>();
    var shape = StepShape.read(step, flaws);
    for (var flaw : flaws) {
      switch (flaw.kind()) {
        case STEP ->
            problem(Code.COMPONENT_CLASS, at(id), flaw.value(), flaw.expected(), flaw.remedy());
        case OUTPUTS ->
            problem(
                Code.OUTPUTS_CLASS,
                at(id) + (flaw.member().isEmpty() ? "" : " > output '" + flaw.member() + "'"),
                flaw.value(),
                flaw.expected(),
                flaw.remedy());
        case MEMBER ->
            problem(
                Code.PARAMETER_TYPE,
                at(id) + " > record component '" + flaw.member() + "'",
                flaw.value(),
                flaw.expected(),
                flaw.remedy());
      }
    }
    shapes.put(step, shape);
    checkTypeNames(id, shape);
    if (!SubPipeline.class.isAssignableFrom(step)) {
      checkOutputNames(id, shape);
    }
    return shape;
  }

  /** The names of a node and of each of its outputs have to go into one file name. */
  void checkStagedNames(String id, StepShape shape) {
    int most = LONGEST_FILE_NAME - BETWEEN_ID_AND_OUTPUT;
    for (var output : shape.outputs()) {
      int length = id.length() + utf8Length(output.name());
      if (length > most && utf8Length(output.name()) <= most) {
        problem(
            Code.NODE_ID,
            at(id) + " > output '" + output.name() + "'",
            length + " bytes with the id of the node",
            "at most " + most,
            "both are part of a file name; choose a shorter id, or a shorter name");
      }
    }
  }

  private void checkOutputNames(String id, StepShape shape) {
    var names = new HashMap<String, String>();
    for (var output : shape.outputs()) {
      var name = output.name();
      int length = utf8Length(name);
      if (length > LONGEST_FILE_NAME - BETWEEN_ID_AND_OUTPUT) {
        problem(
            Code.OUTPUTS_CLASS,
            at(id) + " > output '" + name + "'",
            length + " bytes",
            "at most " + (LONGEST_FILE_NAME - BETWEEN_ID_AND_OUTPUT),
            "the name of an output is part of the name of a directory; choose a shorter one");
      }
      var known = names.putIfAbsent(fileName(name), name);
      if (known != null) {
        problem(
            Code.OUTPUTS_CLASS,
            at(id) + " > output '" + name + "'",
            "'" + name + "' beside '" + known + "'",
            "names that differ in more than upper and lower case, which not every file system tells apart",
            "the name of an output is the name of a directory; choose another");
      }
    }
  }

  /** Types are stored under their simple names: one name must not stand for two interfaces. */
  private void checkTypeNames(String id, StepShape shape) {
    for (var output : shape.outputs()) {
      var artifact = output.type().artifact();
      var known = artifactTypes.putIfAbsent(output.type().name(), artifact);
      if (known != null && known != artifact) {
        problem(
            Code.OUTPUTS_CLASS,
            at(id) + " > output '" + output.name() + "'",
            artifact.getName(),
            known.getName() + " under the name " + output.type().name(),
            "artifact types are stored under their simple names; give one of the two another");
      }
    }
  }

  /** The channels of a step's inputs; problems with inputs and parameters are recorded. */
  Map<String, Channel<?>> check(String id, Record step, StepShape shape, boolean exitHandler) {
    var inputs = new LinkedHashMap<String, Channel<?>>();
    for (var member : shape.members()) {
      var value = member.of(step);
      if (member instanceof StepShape.Input input) {
        channel(id, input, value, exitHandler)
            .ifPresent(channel -> inputs.put(input.name(), channel));
      } else if (member instanceof StepShape.Parameter parameter) {
        ValueCheck.check(parameter.name(), parameter.type(), value, new ParameterProblems(id));
      }
    }
    return inputs;
  }

  private Optional<Channel<?>> channel(
      String id, StepShape.Input input, @Nullable Object value, boolean exitHandler) {
    var where = at(id) + " > input '" + input.name() + "'";
    var expected = "Channel<" + input.type().name() + ">";
    if (value == null) {
      problem(
          Code.MISSING_INPUT,
          where,
          "null",
          expected,
          input.optional()
              ? "pass Optional.empty() to leave the input out"
              : "pass the output of a node that makes " + input.type().name());
      return Optional.empty();
    }
    var content = input.optional() ? ((Optional<?>) value).orElse(null) : value;
    if (content == null) {
      return Optional.empty();
    }
    if (!(content instanceof Channel<?> channel) || !channel.type().equals(input.type())) {
      problem(
          Code.INPUT_TYPE,
          where,
          content instanceof Channel<?> other
              ? "Channel<" + other.type().name() + "> from '" + other + "'"
              : content.getClass().getTypeName(),
          expected,
          "pass the output of a node that makes " + input.type().name() + "; do not cast channels");
      return Optional.empty();
    }
    if (!owns(where, channel)) {
      return Optional.empty();
    }
    if (!exitHandler && exitHandlers.contains(channel.node())) {
      problem(
          Code.UPSTREAM_OF_EXIT_HANDLER,
          where,
          "output of the exit handler '" + channel.node() + "'",
          "output of a node that runs before the end",
          "exit handlers run when everything else has ended; add what depends on one as an exit handler too");
    }
    return Optional.of(channel);
  }

  private boolean owns(String where, Channel<?> channel) {
    if (channel.belongsTo(this)) {
      return true;
    }
    problem(
        Code.FOREIGN_CHANNEL,
        where,
        "'" + channel + "' of another pipeline",
        "an output of a node of this pipeline",
        "add the node that makes it to this pipeline, too");
    return false;
  }

  void checkConditions(String id, Condition condition) {
    if (condition instanceof Condition.Comparison<?, ?> comparison) {
      var where = at(id) + " > condition on '" + comparison.property().name() + "'";
      checkComparison(where, comparison);
      if (owns(where, comparison.channel()) && exitHandlers.contains(comparison.channel().node())) {
        problem(
            Code.CONDITION,
            at(id),
            "a condition on the exit handler '" + comparison.channel().node() + "'",
            "a condition on a node that runs before the end",
            "exit handlers run when everything else has ended");
      }
    } else if (condition instanceof Condition.All all) {
      checkParts(id, all.conditions());
    } else if (condition instanceof Condition.Any any) {
      checkParts(id, any.conditions());
    } else if (condition instanceof Condition.Not not) {
      checkConditions(id, not.condition());
    }
  }

  private void checkComparison(String where, Condition.Comparison<?, ?> comparison) {
    if (!PROPERTY_TYPES.contains(comparison.value().getClass())) {
      problem(
          Code.CONDITION,
          where,
          comparison.value().getClass().getName(),
          "Long, Double, String or Boolean",
          "declare the property with one of these types");
    } else if (comparison.value().equals(Double.NaN)) {
      problem(
          Code.CONDITION,
          where,
          "a comparison with NaN",
          "a number",
          "no value compares with NaN, so that the condition could never hold; compare with a number");
    } else if (comparison.value() instanceof String text && !ValueCheck.isWellFormed(text)) {
      problem(
          Code.CONDITION,
          where,
          "text with half of a surrogate pair",
          "well-formed Unicode",
          "remove the broken character");
    }
  }

  private void checkParts(String id, List<Condition> parts) {
    if (parts.isEmpty()) {
      problem(
          Code.CONDITION,
          at(id),
          "a condition without parts",
          "at least one comparison",
          "build conditions with Condition.that(...), and(...), or(...)");
    }
    parts.forEach(part -> checkConditions(id, part));
  }

  void checkOptions(String id, NodeOptions options) {
    if (options.maxRetries() < 0 || options.maxRetries() > MOST_RETRIES) {
      problem(
          Code.NODE_OPTIONS,
          at(id) + " > retries",
          String.valueOf(options.maxRetries()),
          "0 to " + MOST_RETRIES,
          "pass the number of attempts after the first");
    }
    checkLength(at(id) + " > retry back-off", options.retryBackoff());
    options.timeout().ifPresent(timeout -> checkLength(at(id) + " > timeout", timeout));
    if (options.retryBackoff().isNegative()) {
      problem(
          Code.NODE_OPTIONS,
          at(id) + " > retry back-off",
          options.retryBackoff().toString(),
          "0 or longer",
          "pass Duration.ZERO to retry at once");
    }
    options
        .timeout()
        .filter(timeout -> timeout.isZero() || timeout.isNegative())
        .ifPresent(
            timeout ->
                problem(
                    Code.NODE_OPTIONS,
                    at(id) + " > timeout",
                    timeout.toString(),
                    "longer than 0",
                    "leave the timeout out for no limit"));
  }

  private void checkLength(String where, Duration duration) {
    if (ValueCheck.isTooLong(duration)) {
      problem(
          Code.NODE_OPTIONS,
          where,
          duration.toString(),
          "at most 10,000 years",
          "leave the option out for its default");
    }
  }

  void addNode(Node node) {
    if (node.exitHandler()) {
      exitHandlers.add(node.id());
    }
    nodes.add(node);
  }

  private final class ParameterProblems implements ValueCheck.Listener {
    private final String id;

    ParameterProblems(String id) {
      this.id = id;
    }

    @Override
    public void wrong(Code code, String path, String value, String expected, String remedy) {
      problem(code, at(id) + " > parameter '" + path + "'", value, expected, remedy);
    }

    @Override
    public void runtimeParameter(String path, RuntimeParameter<?> parameter) {
      var where = at(id) + " > parameter '" + path + "'";
      if (!NAME.matcher(parameter.name()).matches()) {
        problem(
            Code.RUNTIME_PARAMETER,
            where,
            "'" + parameter.name() + "'",
            NAME_RULE,
            "choose another name");
      }
      parameter
          .defaultValue()
          .ifPresent(value -> ValueCheck.scalar(path + " > default", value, this));
      var known = runtimeParameters.putIfAbsent(parameter.name(), parameter);
      if (known != null && !known.equals(parameter)) {
        problem(
            Code.RUNTIME_PARAMETER,
            where,
            parameter.toString(),
            known.toString(),
            "give equal runtime parameters the same type and default, different ones different names");
      }
    }
  }
}

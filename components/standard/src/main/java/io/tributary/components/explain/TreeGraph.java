package io.tributary.components.explain;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.tributary.components.onnx.OnnxGraph;
import io.tributary.components.onnx.OnnxTensor;
import io.tributary.components.transform.ModelOutput;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The trees of an ONNX model: the only node {@code TreeEnsembleRegressor} or {@code
 * TreeEnsembleClassifier} of {@code ai.onnx.ml} from which it makes predictions. Where the nodes
 * say how many rows they were fitted to ({@code nodes_hitrates}), covers are those; else rows have
 * to be counted.
 */
public final class TreeGraph {
  /** The output of {@link #inputs()}: the features of a row, FP64 {@code [N, F]}. */
  public static final String FEATURES = "explained_features";

  private static final Set<String> ENSEMBLES =
      Set.of("TreeEnsembleRegressor", "TreeEnsembleClassifier");

  private final ModelProto model;
  private final NodeProto ensemble;
  private final Map<String, NodeProto> makers = new HashMap<>();
  private final Map<String, AttributeProto> attributes = new HashMap<>();
  private final List<Tree> trees;
  private final double[] bases;
  private final boolean hasCovers;

  /**
   * Looks for trees.
   *
   * @throws IllegalArgumentException if there are none that predict, or not in one node, or they
   *     cannot be read
   */
  public TreeGraph(ModelProto model) {
    this.model = model;
    for (var node : model.getGraph().getNodeList()) {
      node.getOutputList().forEach(tensor -> makers.put(tensor, node));
    }
    var found = predicting();
    if (found.size() != 1) {
      throw new IllegalArgumentException(
          found.size()
              + " nodes "
              + ENSEMBLES.stream().sorted().toList()
              + " that predict (expected: one); only models of trees tell the shares of features"
              + " exactly");
    }
    ensemble = found.get(0);
    ensemble.getAttributeList().forEach(each -> attributes.put(each.getName(), each));
    var leaves = ensemble.getOpType().equals("TreeEnsembleClassifier") ? "class_" : "target_";
    bases = bases(leaves);
    trees = read(leaves);
    hasCovers = trees.stream().allMatch(Tree::hasCovers);
  }

  /** The ensembles from which predictions are made; another one may tell contributions. */
  private List<NodeProto> predicting() {
    var needed = new LinkedHashSet<NodeProto>();
    var tensors = new ArrayDeque<String>();
    for (var output : model.getGraph().getOutputList()) {
      if (!output.getName().equals(ModelOutput.CONTRIBUTIONS.outputName())) {
        tensors.add(output.getName());
      }
    }
    var seen = new HashSet<String>();
    while (!tensors.isEmpty()) {
      var tensor = tensors.remove();
      var maker = makers.get(tensor);
      if (seen.add(tensor) && maker != null) {
        if (ENSEMBLES.contains(maker.getOpType())) {
          needed.add(maker);
        }
        tensors.addAll(maker.getInputList());
      }
    }
    return List.copyOf(needed);
  }

  private double[] bases(String leaves) {
    int outputs = 1;
    for (long target : ints(leaves + "ids")) {
      outputs = Math.max(outputs, Math.toIntExact(target) + 1);
    }
    var declared = attributes.get("n_targets");
    outputs = declared == null ? outputs : Math.max(outputs, Math.toIntExact(declared.getI()));
    return Arrays.copyOf(numbers("base_values"), outputs);
  }

  private List<Tree> read(String leaves) {
    long[] treeIds = ints("nodes_treeids");
    long[] nodeIds = ints("nodes_nodeids");
    var places = new LinkedHashMap<Long, Map<Long, Integer>>();
    for (int i = 0; i < treeIds.length; i++) {
      var ofTree = places.computeIfAbsent(treeIds[i], id -> new HashMap<>());
      ofTree.put(nodeIds[i], ofTree.size());
    }
    var built = new LinkedHashMap<Long, Tree>();
    places.forEach((id, nodes) -> built.put(id, empty(nodes.size())));
    var rows = new Rows();
    for (int i = 0; i < treeIds.length; i++) {
      rows.fill(tree(built, treeIds[i]), tree(places, treeIds[i]), i, nodeIds[i]);
    }
    long[] leafTrees = ints(leaves + "treeids");
    long[] leafNodes = ints(leaves + "nodeids");
    long[] targets = ints(leaves + "ids");
    double[] weights = numbers(leaves + "weights");
    for (int i = 0; i < leafTrees.length; i++) {
      int node = place(tree(places, leafTrees[i]), leafNodes[i]);
      tree(built, leafTrees[i]).values()[node][Math.toIntExact(targets[i])] += weights[i];
    }
    return List.copyOf(built.values());
  }

  private static <T> T tree(Map<Long, T> trees, long id) {
    var tree = trees.get(id);
    if (tree == null) {
      throw new IllegalArgumentException("tree " + id + ": absent (expected: one with nodes)");
    }
    return tree;
  }

  private static int place(Map<Long, Integer> nodes, long node) {
    var place = nodes.get(node);
    if (place == null) {
      throw new IllegalArgumentException("node " + node + ": absent (expected: one of its tree)");
    }
    return place;
  }

  private Tree empty(int nodes) {
    return new Tree(
        new int[nodes],
        new Tree.Split[nodes],
        new double[nodes],
        new int[nodes],
        new int[nodes],
        new boolean[nodes],
        new double[nodes][bases.length],
        new double[nodes]);
  }

  /** What the attributes say of all nodes. */
  private final class Rows {
    private final long[] features = ints("nodes_featureids");
    private final long[] yes = ints("nodes_truenodeids");
    private final long[] no = ints("nodes_falsenodeids");
    private final long[] missing = ints("nodes_missing_value_tracks_true");
    private final double[] thresholds = numbers("nodes_values");
    private final double[] covers = numbers("nodes_hitrates");
    private final List<Tree.Split> splits =
        attribute("nodes_modes").getStringsList().stream()
            .map(mode -> Tree.Split.valueOf(mode.toString(UTF_8)))
            .toList();

    void fill(Tree tree, Map<Long, Integer> nodes, int i, long id) {
      int node = place(nodes, id);
      tree.features()[node] = Math.toIntExact(features[i]);
      tree.splits()[node] = splits.get(i);
      tree.thresholds()[node] = thresholds[i];
      tree.missingYes()[node] = i < missing.length && missing[i] == 1;
      tree.covers()[node] = i < covers.length ? covers[i] : 0;
      if (splits.get(i) != Tree.Split.LEAF) {
        tree.yes()[node] = place(nodes, yes[i]);
        tree.no()[node] = place(nodes, no[i]);
      }
    }
  }

  private AttributeProto attribute(String name) {
    return attributes.getOrDefault(name, AttributeProto.getDefaultInstance());
  }

  private long[] ints(String name) {
    return attribute(name).getIntsList().stream().mapToLong(Long::longValue).toArray();
  }

  /** Floats, or doubles in a tensor; none where there are neither. */
  private double[] numbers(String name) {
    var tensor = attributes.get(name + "_as_tensor");
    if (tensor != null) {
      return OnnxTensor.numbers(tensor.getT());
    }
    return attribute(name).getFloatsList().stream().mapToDouble(Float::doubleValue).toArray();
  }

  /** The model as far as the features that the trees look at. */
  public byte[] inputs() {
    var graph = OnnxGraph.continuing(model);
    graph.clearOutputs();
    var features = graph.cast(ensemble.getInput(0), DataType.DOUBLE);
    graph.output(FEATURES, features, DataType.DOUBLE, -1, -1);
    return graph.bytes();
  }

  /**
   * The names of the features, as far as the graph tells them: of the tensors that a row is put
   * together from.
   *
   * @param count how many features there are
   */
  public List<String> names(int count) {
    var names = new ArrayList<String>();
    var row = original(ensemble.getInput(0));
    var maker = makers.get(row);
    if (maker != null && maker.getOpType().equals("Concat")) {
      maker.getInputList().forEach(cell -> names.add(name(cell)));
    } else if (count == 1) {
      names.add(name(row));
    }
    if (names.size() != count || new HashSet<>(names).size() != count) {
      names.clear();
      for (int i = 0; i < count; i++) {
        names.add("feature " + i);
      }
    }
    return names;
  }

  /** Before it was converted. */
  private String original(String tensor) {
    var maker = makers.get(tensor);
    return maker != null && Set.of("Cast", "Identity").contains(maker.getOpType())
        ? original(maker.getInput(0))
        : tensor;
  }

  /** Of a part of a vector: the vector's and its number. */
  private String name(String cell) {
    var tensor = original(cell);
    var maker = makers.get(tensor);
    return maker != null && maker.getOpType().equals("Split")
        ? original(maker.getInput(0)) + "/" + maker.getOutputList().indexOf(tensor)
        : tensor;
  }

  /**
   * What the sums of the trees are: {@code log odds} where a sigmoid makes probabilities of them.
   */
  public String unit() {
    var said = ensemble.getOutput(ensemble.getOutputCount() - 1);
    var after =
        model.getGraph().getNodeList().stream()
            .filter(node -> node.getInputList().contains(said))
            .map(NodeProto::getOpType)
            .findFirst()
            .orElse(attribute("post_transform").getS().toString(UTF_8));
    return switch (after) {
      case "Sigmoid", "LOGISTIC" -> "log odds";
      case "Softmax", "SOFTMAX" -> "logit";
      default -> "output";
    };
  }

  /** Whether the graph knows how many rows its nodes were fitted to. */
  public boolean hasCovers() {
    return hasCovers;
  }

  /**
   * Shapley values by these trees.
   *
   * @param rows features of a row side by side; counted if the graph has no covers
   * @param features of a row
   */
  public TreeShap shap(double[] rows, int features) {
    if (!hasCovers) {
      for (var tree : trees) {
        Arrays.fill(tree.covers(), 0);
        for (int from = 0; from + features <= rows.length; from += features) {
          tree.count(rows, from);
        }
      }
    }
    return new TreeShap(trees, features, bases);
  }
}

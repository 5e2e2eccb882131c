package io.tributary.tribuo;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import com.oracle.labs.mlrg.olcut.config.protobuf.ProtoProvenanceSerialization;
import com.oracle.labs.mlrg.olcut.provenance.ListProvenance;
import com.oracle.labs.mlrg.olcut.provenance.ProvenanceUtil;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tribuo.Model;
import org.tribuo.classification.Label;
import org.tribuo.classification.ensemble.FullyWeightedVotingCombiner;
import org.tribuo.classification.protos.LabelProto;
import org.tribuo.classification.sgd.linear.LinearSGDModel;
import org.tribuo.classification.sgd.protos.ClassificationLinearSGDProto;
import org.tribuo.common.tree.LeafNode;
import org.tribuo.common.tree.Node;
import org.tribuo.common.tree.SplitNode;
import org.tribuo.common.tree.TreeModel;
import org.tribuo.common.tree.protos.LeafNodeProto;
import org.tribuo.common.tree.protos.SplitNodeProto;
import org.tribuo.common.tree.protos.TreeModelProto;
import org.tribuo.common.tree.protos.TreeNodeProto;
import org.tribuo.ensemble.WeightedEnsembleModel;
import org.tribuo.impl.ModelDataCarrier;
import org.tribuo.math.LinearParameters;
import org.tribuo.protos.core.ModelDataProto;
import org.tribuo.protos.core.ModelProto;
import org.tribuo.protos.core.OutputProto;
import org.tribuo.protos.core.WeightedEnsembleModelProto;
import org.tribuo.provenance.EnsembleModelProvenance;
import org.tribuo.provenance.ModelProvenance;

/**
 * Models of Tribuo as Tribuo's messages, with a provenance that does not tell when and on which
 * machine they were trained.
 *
 * <p>Models are put into messages here and not by Tribuo, which goes by reflection for every
 * feature and for every label of every leaf, and repeats the description of all features for every
 * tree of a forest: that takes longer than training them.
 */
final class ModelProtos {
  private static final int VERSION = 0;

  private final ProtoProvenanceSerialization provenances = new ProtoProvenanceSerialization(false);
  private final ModelDataProto shared;

  private ModelProtos(Model<Label> model) {
    shared =
        new ModelDataCarrier<>(
                model.getName(),
                timeless(model.getProvenance()),
                model.getFeatureIDMap(),
                model.getOutputIDInfo(),
                model.generatesProbabilities(),
                model.getProvenance().getTribuoVersion())
            .serialize();
  }

  /** The message of a linear model, a tree, or a forest. */
  static ModelProto of(Model<Label> model) {
    var protos = new ModelProtos(model);
    if (model instanceof LinearSGDModel linear) {
      return protos.linear(linear);
    } else if (model instanceof TreeModel<Label> tree) {
      return protos.tree(tree, protos.shared);
    } else if (model instanceof WeightedEnsembleModel<Label> forest) {
      return protos.forest(forest);
    }
    throw new IllegalArgumentException(
        model.getClass().getName() + " (expected: a linear model, a tree or a forest)");
  }

  private ModelProto linear(LinearSGDModel model) {
    return message(
        LinearSGDModel.class,
        ClassificationLinearSGDProto.newBuilder()
            .setMetadata(shared)
            .setParams(new LinearParameters(model.getWeightsCopy()).serialize())
            .setNormalizer(LogisticRegression.OBJECTIVE.getNormalizer().serialize())
            .build());
  }

  private ModelProto tree(TreeModel<Label> model, ModelDataProto metadata) {
    return message(
        TreeModel.class,
        TreeModelProto.newBuilder()
            .setMetadata(metadata)
            .addAllNodes(nodes(model.getRoot()))
            .build());
  }

  private ModelProto forest(WeightedEnsembleModel<Label> model) {
    var forest =
        WeightedEnsembleModelProto.newBuilder()
            .setMetadata(shared)
            .setCombiner(new FullyWeightedVotingCombiner().serialize());
    float weight = 1f / model.getNumModels();
    for (Model<Label> member : model.getModels()) {
      forest.addModels(tree((TreeModel<Label>) member, metadata(member))).addWeights(weight);
    }
    return message(WeightedEnsembleModel.class, forest.build());
  }

  /** Features and labels are those of the forest. */
  private ModelDataProto metadata(Model<Label> member) {
    return shared.toBuilder()
        .setName(member.getName())
        .setGenerateProbabilities(member.generatesProbabilities())
        .setProvenance(
            provenances.serializeToProto(
                ProvenanceUtil.marshalProvenance(timeless(member.getProvenance()))))
        .build();
  }

  private static ModelProto message(Class<?> type, Message content) {
    return ModelProto.newBuilder()
        .setVersion(VERSION)
        .setClassName(type.getName())
        .setSerializedData(Any.pack(content))
        .build();
  }

  private static ModelProvenance timeless(ModelProvenance provenance) {
    if (provenance instanceof EnsembleModelProvenance ensemble) {
      var members = new ArrayList<ModelProvenance>();
      for (var member : ensemble.getMemberProvenance()) {
        members.add(timeless(member));
      }
      return new EnsembleModelProvenance(
          provenance.getClassName(),
          NativeModel.NO_TIME,
          provenance.getDatasetProvenance(),
          provenance.getTrainerProvenance(),
          Map.of(),
          false,
          new ListProvenance<>(members));
    }
    return new ModelProvenance(
        provenance.getClassName(),
        NativeModel.NO_TIME,
        provenance.getDatasetProvenance(),
        provenance.getTrainerProvenance(),
        Map.of(),
        false);
  }

  private static List<TreeNodeProto> nodes(Node<Label> root) {
    var nodes = new ArrayList<TreeNodeProto>();
    var parents = new ArrayList<Integer>();
    var queue = new ArrayDeque<Node<Label>>();
    queue.add(root);
    parents.add(-1);
    while (!queue.isEmpty()) {
      int index = nodes.size();
      var node = queue.remove();
      if (node instanceof SplitNode<Label> split) {
        nodes.add(
            node(
                SplitNodeProto.newBuilder()
                    .setParentIdx(parents.get(index))
                    .setCurIdx(index)
                    .setGreaterThanIdx(parents.size())
                    .setLessThanOrEqualIdx(parents.size() + 1)
                    .setSplitFeatureIdx(split.getFeatureID())
                    .setSplitValue(split.splitValue())
                    .setImpurity(split.getImpurity())
                    .build()));
        queue.add(split.getGreaterThan());
        queue.add(split.getLessThanOrEqual());
        parents.add(index);
        parents.add(index);
      } else {
        nodes.add(node(leaf((LeafNode<Label>) node, parents.get(index), index)));
      }
    }
    return nodes;
  }

  private static LeafNodeProto leaf(LeafNode<Label> leaf, int parent, int index) {
    var proto =
        LeafNodeProto.newBuilder()
            .setParentIdx(parent)
            .setCurIdx(index)
            .setImpurity(leaf.getImpurity())
            .setOutput(output(leaf.getOutput()))
            .setGeneratesProbabilities(true);
    leaf.getDistribution().forEach((name, label) -> proto.putScore(name, output(label)));
    return proto.build();
  }

  private static OutputProto output(Label label) {
    return OutputProto.newBuilder()
        .setVersion(VERSION)
        .setClassName(Label.class.getName())
        .setSerializedData(
            Any.pack(
                LabelProto.newBuilder()
                    .setLabel(label.getLabel())
                    .setScore(label.getScore())
                    .build()))
        .build();
  }

  /** Tribuo tells the kinds of nodes apart by their content. */
  private static TreeNodeProto node(Message content) {
    return TreeNodeProto.newBuilder()
        .setVersion(VERSION)
        .setClassName(
            content instanceof SplitNodeProto
                ? SplitNode.class.getName()
                : LeafNode.class.getName())
        .setSerializedData(Any.pack(content))
        .build();
  }
}

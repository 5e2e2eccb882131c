package io.tributary.tribuo;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import com.oracle.labs.mlrg.olcut.config.protobuf.ProtoProvenanceSerialization;
import com.oracle.labs.mlrg.olcut.provenance.ListProvenance;
import com.oracle.labs.mlrg.olcut.provenance.ProvenanceUtil;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.tribuo.Model;
import org.tribuo.Output;
import org.tribuo.classification.Label;
import org.tribuo.classification.ensemble.FullyWeightedVotingCombiner;
import org.tribuo.classification.ensemble.VotingCombiner;
import org.tribuo.classification.protos.LabelProto;
import org.tribuo.common.tree.LeafNode;
import org.tribuo.common.tree.Node;
import org.tribuo.common.tree.SplitNode;
import org.tribuo.common.tree.TreeModel;
import org.tribuo.common.tree.protos.LeafNodeProto;
import org.tribuo.common.tree.protos.SplitNodeProto;
import org.tribuo.common.tree.protos.TreeModelProto;
import org.tribuo.common.tree.protos.TreeNodeProto;
import org.tribuo.ensemble.EnsembleCombiner;
import org.tribuo.ensemble.WeightedEnsembleModel;
import org.tribuo.impl.ModelDataCarrier;
import org.tribuo.protos.core.ModelDataProto;
import org.tribuo.protos.core.ModelProto;
import org.tribuo.protos.core.OutputProto;
import org.tribuo.protos.core.WeightedEnsembleModelProto;
import org.tribuo.provenance.EnsembleModelProvenance;
import org.tribuo.provenance.ModelProvenance;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.ensemble.AveragingCombiner;

/**
 * Models of Tribuo as Tribuo's messages, with a provenance that does not tell when and on which
 * machine they were trained.
 *
 * <p>Trees are put into messages here and not by Tribuo, which goes by reflection for every label
 * of every leaf, and repeats the description of all features for every tree of a forest: that takes
 * longer than training them.
 */
final class ModelProtos {
  private static final int VERSION = 0;

  /** Number of the field that has the provenance, in the messages of all kinds of models. */
  private static final int METADATA = 1;

  private final ProtoProvenanceSerialization provenances = new ProtoProvenanceSerialization(false);
  private final ModelDataProto shared;

  private ModelProtos(Model<?> model) {
    shared = data(model);
  }

  @SuppressWarnings("unchecked") // Tribuo's carrier wants the type that the model has
  private static <T extends Output<T>> ModelDataProto data(Model<?> model) {
    var typed = (Model<T>) model;
    return new ModelDataCarrier<>(
            typed.getName(),
            timeless(typed.getProvenance()),
            typed.getFeatureIDMap(),
            typed.getOutputIDInfo(),
            typed.generatesProbabilities(),
            typed.getProvenance().getTribuoVersion())
        .serialize();
  }

  /** The message of a model. */
  static ModelProto of(Model<?> model) {
    var protos = new ModelProtos(model);
    if (model instanceof TreeModel<?> tree) {
      return protos.tree(tree, protos.shared);
    } else if (model instanceof WeightedEnsembleModel<?> forest) {
      return protos.forest(forest);
    }
    return protos.timeless(model.serialize());
  }

  /** The votes of the members of a boosted ensemble, which Tribuo tells in its message only. */
  static List<Float> votes(WeightedEnsembleModel<?> boosted) {
    try {
      return boosted
          .serialize()
          .getSerializedData()
          .unpack(WeightedEnsembleModelProto.class)
          .getWeightsList();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("Tribuo's own message is not readable", e);
    }
  }

  /** Puts another provenance into Tribuo's own message. */
  private ModelProto timeless(ModelProto message) {
    var content = message.getSerializedData();
    try {
      var fields =
          UnknownFieldSet.parseFrom(content.getValue()).toBuilder()
              .clearField(METADATA)
              .mergeLengthDelimitedField(METADATA, shared.toByteString());
      return message.toBuilder()
          .setSerializedData(content.toBuilder().setValue(fields.build().toByteString()))
          .build();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("Tribuo's own message is not readable", e);
    }
  }

  private ModelProto tree(TreeModel<?> model, ModelDataProto metadata) {
    return message(
        TreeModel.class,
        TreeModelProto.newBuilder()
            .setMetadata(metadata)
            .addAllNodes(nodes(model.getRoot()))
            .build());
  }

  private ModelProto forest(WeightedEnsembleModel<?> model) {
    var forest =
        WeightedEnsembleModelProto.newBuilder()
            .setMetadata(shared)
            .setCombiner(combiner(model).serialize())
            .addAllWeights(
                isBoosted(model)
                    ? votes(model)
                    : Collections.nCopies(model.getNumModels(), 1f / model.getNumModels()));
    for (var member : model.getModels()) {
      forest.addModels(tree((TreeModel<?>) member, metadata(member)));
    }
    return message(WeightedEnsembleModel.class, forest.build());
  }

  private static EnsembleCombiner<?> combiner(WeightedEnsembleModel<?> model) {
    Output<?> output = model.getOutputIDInfo().getOutput(0);
    if (output instanceof Regressor) {
      return new AveragingCombiner();
    }
    return isBoosted(model) ? new VotingCombiner() : new FullyWeightedVotingCombiner();
  }

  private static boolean isBoosted(Model<?> model) {
    var trainer = model.getProvenance().getTrainerProvenance();
    return trainer.getClassName().equals(RowWeightedAdaBoost.class.getName());
  }

  /** Features and labels are those of the forest. */
  private ModelDataProto metadata(Model<?> member) {
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

  private static List<TreeNodeProto> nodes(Node<?> root) {
    var nodes = new ArrayList<TreeNodeProto>();
    var parents = new ArrayList<Integer>();
    var queue = new ArrayDeque<Node<?>>();
    queue.add(root);
    parents.add(-1);
    while (!queue.isEmpty()) {
      int index = nodes.size();
      var node = queue.remove();
      if (node instanceof SplitNode<?> split) {
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
        nodes.add(node(leaf((LeafNode<?>) node, parents.get(index), index)));
      }
    }
    return nodes;
  }

  private static LeafNodeProto leaf(LeafNode<?> leaf, int parent, int index) {
    var proto =
        LeafNodeProto.newBuilder()
            .setParentIdx(parent)
            .setCurIdx(index)
            .setImpurity(leaf.getImpurity())
            .setOutput(output(leaf.getOutput()))
            .setGeneratesProbabilities(leaf.getOutput() instanceof Label);
    leaf.getDistribution().forEach((name, output) -> proto.putScore(name, output(output)));
    return proto.build();
  }

  private static OutputProto output(Output<?> output) {
    if (!(output instanceof Label label)) {
      return output.serialize();
    }
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

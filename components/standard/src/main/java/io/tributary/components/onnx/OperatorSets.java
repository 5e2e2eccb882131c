package io.tributary.components.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import java.util.TreeMap;

/** The operator sets that a graph draws from, and the format version that goes with them. */
final class OperatorSets {
  /** The format version that came with the standard operator set 17. */
  private static final long IR_VERSION = 8;

  /** The format version that came with the standard operator sets 19 and 20. */
  private static final long NEWEST_IR_VERSION = 9;

  private static final long OLDEST_OPSET = OnnxDomain.STANDARD.version();
  private static final long NEWEST_OPSET = 20;

  private final TreeMap<String, Long> versions = new TreeMap<>();
  private long ir = IR_VERSION;

  private OperatorSets() {}

  /** The standard one. */
  static OperatorSets standard() {
    var standard = new OperatorSets();
    standard.add(OnnxDomain.STANDARD);
    return standard;
  }

  /**
   * Those of a model.
   *
   * @throws IllegalArgumentException if the model imports a standard operator set other than 17 to
   *     20
   */
  static OperatorSets of(ModelProto model) {
    var sets = new OperatorSets();
    sets.ir = Math.max(IR_VERSION, model.getIrVersion());
    for (var imported : model.getOpsetImportList()) {
      var domain = OnnxDomain.canonical(imported.getDomain());
      long version = imported.getVersion();
      boolean isStandard = domain.equals(OnnxDomain.STANDARD.id());
      if (isStandard && (version < OLDEST_OPSET || version > NEWEST_OPSET)) {
        throw new IllegalArgumentException(
            "model '"
                + model.getGraph().getName()
                + "': operator set "
                + version
                + " (expected: "
                + OLDEST_OPSET
                + " to "
                + NEWEST_OPSET
                + "); convert the model");
      }
      sets.versions.put(domain, version);
    }
    return sets;
  }

  /** Draws from a domain, too, unless that is so already. */
  void add(OnnxDomain domain) {
    versions.putIfAbsent(domain.id(), domain.version());
  }

  /** See {@link OnnxGraph#raise}. */
  void raise(long version) {
    if (version > NEWEST_OPSET) {
      throw new IllegalArgumentException(
          "operator set "
              + version
              + " (expected: at most "
              + NEWEST_OPSET
              + "); use operators of an earlier one");
    }
    versions.merge(OnnxDomain.STANDARD.id(), version, Math::max);
    if (version > OLDEST_OPSET) {
      ir = Math.max(ir, NEWEST_IR_VERSION);
    }
  }

  /** Version of a set as it is imported, or would be. */
  long version(OnnxDomain domain) {
    return versions.getOrDefault(domain.id(), domain.version());
  }

  /** Declares all of them in a model. */
  void declare(ModelProto.Builder model) {
    model.setIrVersion(ir);
    versions.forEach(
        (domain, version) ->
            model.addOpsetImport(
                OperatorSetIdProto.newBuilder().setDomain(domain).setVersion(version)));
  }
}

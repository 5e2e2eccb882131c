package io.tributary.serving;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Holds a request against a signature and reports everything that is wrong with it at once. */
final class RequestCheck {
  private RequestCheck() {}

  static void check(
      String origin, Signature signature, Map<String, Tensor> inputs, Set<String> outputs) {
    List<String> problems = new ArrayList<>();
    boolean batched = signature.batched();
    int known = 0;
    long rows = Shape.ANY;
    String rowsOf = "";
    for (TensorSpec spec : signature.inputs()) {
      Tensor tensor = inputs.get(spec.name());
      if (tensor == null) {
        problems.add("input '" + spec.name() + "' is missing (expected: " + spec + ")");
        continue;
      }
      known++;
      if (tensor.datatype() != spec.datatype()) {
        problems.add(
            "input '"
                + spec.name()
                + "' is "
                + tensor.datatype()
                + " (expected: "
                + spec.datatype()
                + ")");
      }
      if (!spec.shape().accepts(tensor.shape())) {
        problems.add(
            "input '"
                + spec.name()
                + "' has shape "
                + tensor.shape()
                + " (expected: "
                + spec.shape()
                + ")");
      } else if (spec.shape().rank() > 0 && spec.shape().dim(0) == Shape.ANY) {
        if (rows == Shape.ANY) {
          rows = tensor.shape().dim(0);
          rowsOf = spec.name();
        } else if (batched && rows != tensor.shape().dim(0)) {
          problems.add(
              "input '"
                  + spec.name()
                  + "' has "
                  + tensor.shape().dim(0)
                  + " rows (expected: "
                  + rows
                  + ", as input '"
                  + rowsOf
                  + "')");
        }
      }
    }
    if (known < inputs.size()) {
      addUnknown(signature, inputs.keySet(), problems);
    }
    for (String name : outputs) {
      if (signature.output(name).isEmpty()) {
        problems.add(
            "output '" + name + "' is unknown (expected: " + names(signature.outputs()) + ")");
      }
    }
    if (!problems.isEmpty()) {
      throw new ServingException(
          ServingException.Code.INVALID_ARGUMENT, origin, String.join("; ", problems));
    }
  }

  private static void addUnknown(Signature signature, Set<String> inputs, List<String> problems) {
    for (String name : inputs) {
      if (signature.input(name).isEmpty()) {
        problems.add(
            "input '" + name + "' is unknown (expected: " + names(signature.inputs()) + ")");
      }
    }
  }

  private static String names(List<TensorSpec> specs) {
    return String.join(", ", specs.stream().map(TensorSpec::name).toList());
  }
}

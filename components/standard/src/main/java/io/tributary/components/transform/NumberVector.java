package io.tributary.components.transform;

import io.tributary.components.onnx.OnnxAttribute;
import io.tributary.components.onnx.OnnxDomain;
import io.tributary.components.transform.Expression.OfVectors;
import java.util.List;

/** Numbers side by side, none of which is missing or the same in all rows. */
record NumberVector(List<Integer> numbers) implements OfVectors {
  NumberVector {
    numbers = List.copyOf(numbers);
  }

  @Override
  public List<Integer> operands() {
    return numbers;
  }

  @Override
  public boolean mayBeMissing(boolean requiredMayBe) {
    return false;
  }

  @Override
  public long size(Fitted fitted) {
    return numbers.size();
  }

  @Override
  public String source(List<String> operands) {
    return "f.vector(" + String.join(", ", operands) + ")";
  }

  @Override
  public String emit(Emission e) {
    return e.graph()
        .node(
            OnnxDomain.STANDARD,
            "Concat",
            List.of(OnnxAttribute.ofInt("axis", 1)),
            numbers.stream().map(e::tensor).toArray(String[]::new));
  }
}

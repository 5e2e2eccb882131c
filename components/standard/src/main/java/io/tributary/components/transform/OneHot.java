package io.tributary.components.transform;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.tributary.components.transform.Expression.OfVectors;
import java.util.List;
import java.util.stream.LongStream;

/** 1 at the id, 0 elsewhere. */
record OneHot(int ids) implements OfVectors {
  @Override
  public List<Integer> operands() {
    return List.of(ids);
  }

  @Override
  public long size(Fitted fitted) {
    return fitted.size(ids);
  }

  @Override
  public String source(List<String> operands) {
    return operands.get(0) + ".oneHot()";
  }

  @Override
  public String emit(Emission e) {
    var all = e.graph().longs(LongStream.range(0, size(e.fitted())).toArray());
    return e.graph().cast(e.graph().node("Equal", e.tensor(ids), all), DataType.DOUBLE);
  }
}

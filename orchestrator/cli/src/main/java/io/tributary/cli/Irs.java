package io.tributary.cli;

import com.google.protobuf.InvalidProtocolBufferException;
import io.tributary.metadata.PipelineRun;
import io.tributary.proto.pipeline.Pipeline;

/** Reads the compiled pipeline that a run carries. */
final class Irs {
  private Irs() {}

  static Pipeline of(PipelineRun run) {
    try {
      return Pipeline.parseFrom(run.ir());
    } catch (InvalidProtocolBufferException e) {
      throw new UsageException(
          "run '" + run.id() + "' > pipeline",
          String.valueOf(e.getMessage()),
          "a compiled pipeline",
          "start a new run");
    }
  }
}

package io.tributary.serving.grpc;

import io.tributary.proto.inference.InferStatistics;
import io.tributary.proto.inference.StatisticDuration;
import io.tributary.serving.ModelStatistics;
import java.time.Duration;

/** Statistics as messages. */
final class StatisticsMessages {
  private StatisticsMessages() {}

  static ModelStatistics statistics(io.tributary.proto.inference.ModelStatistics message) {
    InferStatistics times = message.getInferenceStats();
    return new ModelStatistics(
        message.getName(),
        message.getVersion(),
        message.getInferenceCount(),
        message.getExecutionCount(),
        times.getFail().getCount(),
        Duration.ofNanos(times.getSuccess().getNs()),
        Duration.ofNanos(times.getFail().getNs()),
        Duration.ofNanos(times.getComputeInfer().getNs()));
  }

  static io.tributary.proto.inference.ModelStatistics message(ModelStatistics statistics) {
    long executions = statistics.executions();
    return io.tributary.proto.inference.ModelStatistics.newBuilder()
        .setName(statistics.model())
        .setVersion(statistics.version())
        .setInferenceCount(statistics.inferences())
        .setExecutionCount(executions)
        .setInferenceStats(
            InferStatistics.newBuilder()
                .setSuccess(duration(executions, statistics.successTime()))
                .setFail(duration(statistics.failures(), statistics.failureTime()))
                .setComputeInfer(duration(executions, statistics.computeTime())))
        .build();
  }

  private static StatisticDuration duration(long count, Duration time) {
    return StatisticDuration.newBuilder().setCount(count).setNs(time.toNanos()).build();
  }
}

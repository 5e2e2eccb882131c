package io.tributary.pipelines.own;

import io.tributary.api.Pipeline;
import io.tributary.api.PipelineDefinition;
import io.tributary.components.examplegen.CsvExampleGen;
import io.tributary.components.statistics.StatisticsGen;
import java.nio.file.Path;

/** Statistics of the CSV file of a day. */
public record Days(Path data) implements PipelineDefinition {
  @Override
  public Pipeline define() {
    var p = Pipeline.named("days");
    var examples = p.add(new CsvExampleGen(data).withSpans("{YYYY}-{MM}-{DD}.csv")).examples();
    p.add(new StatisticsGen(examples));
    return p;
  }
}

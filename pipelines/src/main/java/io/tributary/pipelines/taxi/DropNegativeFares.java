package io.tributary.pipelines.taxi;

import io.tributary.api.Channel;
import io.tributary.api.Component;
import io.tributary.api.Run;
import io.tributary.api.artifact.Examples;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * Drops rows whose fare is below a floor, or missing. Order of rows and splits are kept.
 *
 * @param minFare dollars
 */
public record DropNegativeFares(Channel<Examples> examples, double minFare)
    implements Component<DropNegativeFares.Outputs> {

  public record Outputs(Channel<Examples> cleaned) {}

  @Override
  public void run(Run<Outputs> run) throws Exception {
    for (var split : run.input(examples).splits()) {
      try (var in = run.read(examples, split);
          var out = run.write(Outputs::cleaned, split, in.schema());
          var kept = VectorSchemaRoot.create(in.schema(), run.allocator())) {
        while (in.loadNextBatch()) {
          keep(in.batch(), kept);
          out.append(kept);
        }
        run.log().info("split {}: kept {} rows", split, out.rowCount());
      }
    }
  }

  private void keep(VectorSchemaRoot rows, VectorSchemaRoot kept) {
    var fares = (Float8Vector) rows.getVector("fare");
    kept.allocateNew();
    int to = 0;
    for (int from = 0; from < rows.getRowCount(); from++) {
      if (!fares.isNull(from) && fares.get(from) >= minFare) {
        for (int column = 0; column < rows.getFieldVectors().size(); column++) {
          kept.getVector(column).copyFromSafe(from, to, rows.getVector(column));
        }
        to++;
      }
    }
    kept.setRowCount(to);
  }
}

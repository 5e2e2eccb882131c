package io.tributary.components.quarantine;

import io.tributary.api.data.Dataset;
import io.tributary.api.data.ExamplesReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Why rows were set aside.
 *
 * @param counts rows by the types of their anomalies
 * @param reasons the first few
 */
record QuarantineSummary(Map<String, Long> counts, List<String> reasons) {
  private static final int SHOWN = 20;

  static QuarantineSummary read(Dataset quarantined, BufferAllocator allocator) throws IOException {
    var counts = new TreeMap<String, Long>();
    var reasons = new ArrayList<String>();
    try (var reader = new ExamplesReader(quarantined, allocator)) {
      while (reader.loadNextBatch()) {
        var types = reader.batch().getVector(BadRows.TYPES);
        var texts = reader.batch().getVector(BadRows.REASONS);
        for (int row = 0; row < reader.batch().getRowCount(); row++) {
          counts.merge(String.valueOf(types.getObject(row)), 1L, Long::sum);
          if (reasons.size() < SHOWN) {
            reasons.addAll(String.valueOf(texts.getObject(row)).lines().toList());
          }
        }
      }
    }
    return new QuarantineSummary(counts, reasons);
  }
}

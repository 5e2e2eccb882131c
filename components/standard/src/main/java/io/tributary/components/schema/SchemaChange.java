package io.tributary.components.schema;

import io.tributary.proto.tfmd.DiffRegion;
import java.util.ArrayList;
import java.util.List;

/**
 * A change to the text of a schema.
 *
 * @param regions of the elements that change, in order
 */
public record SchemaChange(List<DiffRegion> regions) {
  /** No change, or one that is not known. */
  public static final SchemaChange NONE = new SchemaChange(List.of());

  public SchemaChange {
    regions = List.copyOf(regions);
  }

  public boolean isEmpty() {
    return regions.isEmpty();
  }

  /** One line each, with {@code -} or {@code +} before what is removed or added. */
  public List<String> lines() {
    var lines = new ArrayList<String>();
    for (var region : regions) {
      switch (region.getDetailsCase()) {
        case UNCHANGED ->
            region.getUnchanged().getContentsList().forEach(line -> lines.add("  " + line));
        case REMOVED ->
            region.getRemoved().getContentsList().forEach(line -> lines.add("- " + line));
        case ADDED -> region.getAdded().getContentsList().forEach(line -> lines.add("+ " + line));
        case CHANGED -> {
          region.getChanged().getLeftContentsList().forEach(line -> lines.add("- " + line));
          region.getChanged().getRightContentsList().forEach(line -> lines.add("+ " + line));
        }
        case HIDDEN -> lines.add("  ... " + region.getHidden().getSize() + " lines");
        case DETAILS_NOT_SET -> {}
      }
    }
    return lines;
  }
}

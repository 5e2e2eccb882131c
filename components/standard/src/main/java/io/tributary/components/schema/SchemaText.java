package io.tributary.components.schema;

import com.google.protobuf.Descriptors.FieldDescriptor;
import io.tributary.components.message.MessageFile;
import io.tributary.proto.tfmd.ChangedRegion;
import io.tributary.proto.tfmd.DiffRegion;
import io.tributary.proto.tfmd.HiddenRegion;
import io.tributary.proto.tfmd.OneSideRegion;
import io.tributary.proto.tfmd.Schema;
import io.tributary.proto.tfmd.UnchangedRegion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A schema as lines of text, to be held against changed copies of it. Finds what differs in time
 * that grows with the number of features only, since what is unchanged is not printed.
 */
public final class SchemaText {
  private static final int CONTEXT = 3;

  private final Map<FieldDescriptor, List<Element>> elements = new TreeMap<>();
  private final int lines;

  /** A feature, a domain, or the like, with the number of its first line, from 1. */
  private record Element(Object value, int start) {}

  /** The text of a schema. */
  public SchemaText(Schema schema) {
    int line = 1;
    for (var entry : schema.getAllFields().entrySet()) {
      var ofField = elements.computeIfAbsent(entry.getKey(), ignored -> new ArrayList<>());
      for (var value : values(entry.getKey(), entry.getValue())) {
        ofField.add(new Element(value, line));
        line += lines(entry.getKey(), value).size();
      }
    }
    lines = line - 1;
  }

  private static Collection<?> values(FieldDescriptor field, Object value) {
    return field.isRepeated() ? (Collection<?>) value : List.of(value);
  }

  private static List<String> lines(FieldDescriptor field, Object value) {
    var alone = Schema.newBuilder();
    if (field.isRepeated()) {
      alone.addRepeatedField(field, value);
    } else {
      alone.setField(field, value);
    }
    return MessageFile.text(alone.build()).lines().toList();
  }

  /**
   * What differs in a changed copy: for every element that does, its lines; the others are left
   * out. Line numbers start with 1.
   */
  public List<DiffRegion> differences(Schema changed) {
    var regions = new ArrayList<DiffRegion>();
    int shift = 0;
    for (var field : Schema.getDescriptor().getFields()) {
      var before = elements.getOrDefault(field, List.of());
      var after = valuesOf(changed, field);
      for (int i = 0; i < Math.max(before.size(), after.size()); i++) {
        var left = i < before.size() ? before.get(i).value : null;
        var right = i < after.size() ? after.get(i) : null;
        if (left == right || (left != null && left.equals(right))) {
          continue;
        }
        var old = left == null ? List.<String>of() : lines(field, left);
        var fresh = right == null ? List.<String>of() : lines(field, right);
        int start = i < before.size() ? before.get(i).start : startAfter(field);
        compare(old, fresh, start, start + shift, regions);
        shift += fresh.size() - old.size();
      }
    }
    return regions;
  }

  private static List<?> valuesOf(Schema schema, FieldDescriptor field) {
    if (!field.isRepeated()) {
      return schema.hasField(field) ? List.of(schema.getField(field)) : List.of();
    }
    return (List<?>) schema.getField(field);
  }

  /** The line where a further element of the field would begin. */
  private int startAfter(FieldDescriptor field) {
    for (var entry : elements.entrySet()) {
      if (entry.getKey().getNumber() > field.getNumber() && !entry.getValue().isEmpty()) {
        return entry.getValue().get(0).start;
      }
    }
    return lines + 1;
  }

  /** Lines of one element: what is common, and between it what is removed, added or changed. */
  private static void compare(
      List<String> old, List<String> fresh, int left, int right, List<DiffRegion> regions) {
    var common = LongestCommonLines.of(old, fresh);
    int i = 0;
    int j = 0;
    int start = 0;
    while (start <= common.size()) {
      int nextOld = start < common.size() ? common.get(start).left() : old.size();
      int nextFresh = start < common.size() ? common.get(start).right() : fresh.size();
      addChange(old.subList(i, nextOld), fresh.subList(j, nextFresh), left + i, right + j, regions);
      int end = start;
      while (end < common.size()
          && common.get(end).left() - nextOld == end - start
          && common.get(end).right() - nextFresh == end - start) {
        end++;
      }
      addUnchanged(
          old.subList(nextOld, nextOld + end - start), left + nextOld, right + nextFresh, regions);
      i = nextOld + end - start;
      j = nextFresh + end - start;
      start = end == start ? end + 1 : end;
    }
  }

  private static void addChange(
      List<String> old, List<String> fresh, int left, int right, List<DiffRegion> regions) {
    if (old.isEmpty() && fresh.isEmpty()) {
      return;
    }
    var region = DiffRegion.newBuilder();
    if (fresh.isEmpty()) {
      region.setRemoved(OneSideRegion.newBuilder().setStart(left).addAllContents(old));
    } else if (old.isEmpty()) {
      region.setAdded(OneSideRegion.newBuilder().setStart(right).addAllContents(fresh));
    } else {
      region.setChanged(
          ChangedRegion.newBuilder()
              .setLeftStart(left)
              .addAllLeftContents(old)
              .setRightStart(right)
              .addAllRightContents(fresh));
    }
    regions.add(region.build());
  }

  private static void addUnchanged(
      List<String> lines, int left, int right, List<DiffRegion> regions) {
    if (lines.size() <= 2 * CONTEXT + 1) {
      addShown(lines, left, right, regions);
      return;
    }
    int hidden = lines.size() - 2 * CONTEXT;
    addShown(lines.subList(0, CONTEXT), left, right, regions);
    regions.add(
        DiffRegion.newBuilder()
            .setHidden(
                HiddenRegion.newBuilder()
                    .setLeftStart(left + CONTEXT)
                    .setRightStart(right + CONTEXT)
                    .setSize(hidden))
            .build());
    int skipped = CONTEXT + hidden;
    addShown(lines.subList(skipped, lines.size()), left + skipped, right + skipped, regions);
  }

  private static void addShown(List<String> lines, int left, int right, List<DiffRegion> regions) {
    if (!lines.isEmpty()) {
      regions.add(
          DiffRegion.newBuilder()
              .setUnchanged(
                  UnchangedRegion.newBuilder()
                      .setLeftStart(left)
                      .setRightStart(right)
                      .addAllContents(lines))
              .build());
    }
  }
}

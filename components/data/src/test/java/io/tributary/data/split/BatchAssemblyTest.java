package io.tributary.data.split;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.LargeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;

class BatchAssemblyTest {
  private static final Field TEXT = Field.nullable("item", ArrowType.Utf8.INSTANCE);
  private static final Field INT32 = Field.nullable("i", new ArrowType.Int(32, true));

  @Test
  void textsWithinListsAndStructsFillABatch() throws IOException {
    int length = 24 << 20;
    for (var type :
        List.of(ArrowType.List.INSTANCE, ArrowType.LargeList.INSTANCE, ArrowType.Struct.INSTANCE)) {
      var schema =
          new Schema(List.of(INT32, new Field("c", FieldType.nullable(type), List.of(TEXT))));
      var rows = new ArrayList<Integer>();
      try (var allocator = new RootAllocator();
          var batch = VectorSchemaRoot.create(schema, allocator);
          var assembly =
              new BatchAssembly(
                  schema,
                  allocator,
                  full -> {
                    rows.add(full.getRowCount());
                    full.close();
                  })) {
        fill(batch, length);
        for (int i = 0; i < 4; i++) {
          assembly.append(batch);
        }
        assembly.finish();
      }

      assertThat(rows).as(type.toString()).containsExactly(3, 1);
    }
  }

  /** One row, whose list or struct has one text. */
  private static void fill(VectorSchemaRoot batch, int length) {
    var column = batch.getVector("c");
    VarCharVector text;
    if (column instanceof ListVector list) {
      list.startNewValue(0);
      list.endValue(0, 1);
      text = (VarCharVector) list.getDataVector();
    } else if (column instanceof LargeListVector list) {
      list.startNewValue(0);
      list.endValue(0, 1);
      text = (VarCharVector) list.getDataVector();
    } else {
      var struct = (StructVector) column;
      struct.setIndexDefined(0);
      text = (VarCharVector) struct.getChild("item");
    }
    text.allocateNew(length, 1);
    text.setSafe(0, new byte[length]);
    batch.setRowCount(1);
  }

  @Test
  void whatRowsTakeIsTheSizeOfWhatVaries() {
    var floats = Field.nullable("item", new ArrowType.Int(64, true));
    var schema =
        new Schema(
            List.of(
                INT32,
                TEXT,
                new Field("list", FieldType.nullable(ArrowType.List.INSTANCE), List.of(floats))));
    try (var allocator = new RootAllocator();
        var batch = VectorSchemaRoot.create(schema, allocator)) {
      batch.allocateNew();
      var list = ((ListVector) batch.getVector("list")).getWriter();
      for (int r = 0; r < 10; r++) {
        ((VarCharVector) batch.getVector("item")).setSafe(r, new byte[r]);
        list.setPosition(r);
        list.startList();
        for (int i = 0; i < r; i++) {
          list.bigInt().writeBigInt(i);
        }
        list.endList();
      }
      batch.setRowCount(10);
      var sizes = new VariableSizes(batch);

      assertThat(sizes.bytes(0, 10)).isEqualTo(45 + 8 * 45);
      assertThat(sizes.bytes(3, 5)).isEqualTo(7 + 8 * 7);
      assertThat(sizes.bytes(4, 4)).isZero();
    }
  }
}

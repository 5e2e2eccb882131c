package io.tributary.components.examplediff;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.UInt1Vector;
import org.apache.arrow.vector.UInt2Vector;
import org.apache.arrow.vector.UInt4Vector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CellValueTest {
  private final BufferAllocator memory = new RootAllocator();

  @AfterEach
  void close() {
    memory.close();
  }

  @Test
  void integersWithoutSignHaveNone() {
    try (var ones = new UInt1Vector("a", memory);
        var twos = new UInt2Vector("b", memory);
        var fours = new UInt4Vector("c", memory);
        var eights = new UInt8Vector("d", memory)) {
      ones.setSafe(0, 200);
      twos.setSafe(0, 65);
      fours.setSafe(0, -1);
      eights.setSafe(0, -1);
      eights.setSafe(1, 7);

      eights.setValueCount(2);
      fours.setValueCount(2);
      assertThat(CellValue.of(ones, 0)).isEqualTo(200L);
      assertThat(CellValue.of(twos, 0)).isEqualTo(65L);
      assertThat(CellValue.of(fours, 0)).isEqualTo(0xFFFF_FFFFL);
      assertThat(CellValue.of(eights, 0)).isEqualTo("18446744073709551615");
      assertThat(CellValue.of(eights, 1)).isEqualTo(7L);
      assertThat(CellValue.of(fours, 1)).isNull();
    }
  }

  @Test
  void bytesAndWhatJsonHasNoFormForAreTexts() {
    try (var bytes = new VarBinaryVector("a", memory);
        var numbers = new Float8Vector("b", memory)) {
      bytes.setSafe(0, new byte[] {1, 2, 3});
      numbers.setSafe(0, Double.NaN);
      numbers.setSafe(1, 0.5);
      assertThat(CellValue.of(bytes, 0)).isEqualTo("AQID");
      assertThat(CellValue.of(numbers, 0)).isEqualTo("NaN");
      assertThat(CellValue.of(numbers, 1)).isEqualTo(0.5);
    }
  }

  @Test
  void listsAndStructsHoldTheSame() {
    try (var list = ListVector.empty("a", memory);
        var struct = StructVector.empty("b", memory)) {
      var elements =
          (UInt1Vector)
              list.addOrGetVector(FieldType.nullable(new ArrowType.Int(8, false))).getVector();
      int start = list.startNewValue(0);
      elements.setSafe(start, 255);
      elements.setNull(start + 1);
      list.endValue(0, 2);
      list.setValueCount(1);
      var field =
          struct.addOrGet("n", FieldType.nullable(new ArrowType.Int(16, false)), UInt2Vector.class);
      field.setSafe(0, 65);
      struct.setIndexDefined(0);
      struct.setValueCount(1);

      assertThat(CellValue.of(list, 0)).isEqualTo(Arrays.asList(255L, null));
      assertThat(CellValue.of(struct, 0)).isEqualTo(Map.of("n", 65L));
    }
  }
}

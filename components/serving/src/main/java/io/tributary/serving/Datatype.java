package io.tributary.serving;

/** The element types of the KServe v2 protocol; a constant's name is its spelling on the wire. */
public enum Datatype {
  BOOL(1),
  UINT8(1),
  UINT16(2),
  UINT32(4),
  UINT64(8),
  INT8(1),
  INT16(2),
  INT32(4),
  INT64(8),
  FP16(2),
  FP32(4),
  FP64(8),
  BF16(2),
  /** Byte strings of any length; text is UTF-8. */
  BYTES(0);

  private final int byteSize;

  Datatype(int byteSize) {
    this.byteSize = byteSize;
  }

  /** Bytes of one element, 0 for {@link #BYTES}, whose elements differ in length. */
  public int byteSize() {
    return byteSize;
  }

  /** Whether a {@link Tensor} can hold elements of this type. */
  public boolean hasTensor() {
    return switch (this) {
      case BOOL, INT32, INT64, FP32, FP64, BYTES -> true;
      case UINT8, UINT16, UINT32, UINT64, INT8, INT16, FP16, BF16 -> false;
    };
  }
}

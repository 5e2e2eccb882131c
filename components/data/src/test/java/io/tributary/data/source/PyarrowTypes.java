package io.tributary.data.source;

import static java.util.Arrays.asList;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the files called {@code types} hold, which {@code make_goldens.py} has written. */
public final class PyarrowTypes {
  private PyarrowTypes() {}

  /** Types as Arrow has them. */
  public static Map<String, String> types() {
    var types = new LinkedHashMap<String, String>();
    for (int bits = 8; bits <= 64; bits *= 2) {
      types.put("i" + bits, "Int(" + bits + ", true)");
      types.put("u" + bits, "Int(" + bits + ", false)");
    }
    types.put("f32", "FloatingPoint(SINGLE)");
    types.put("f64", "FloatingPoint(DOUBLE)");
    types.put("bool", "Bool");
    types.put("utf8", "Utf8");
    types.put("large_utf8", "LargeUtf8");
    types.put("binary", "Binary");
    types.put("ts_s", "Timestamp(SECOND, null)");
    types.put("ts_ms", "Timestamp(MILLISECOND, null)");
    types.put("ts_us", "Timestamp(MICROSECOND, null)");
    types.put("ts_ns", "Timestamp(NANOSECOND, null)");
    types.put("ts_utc", "Timestamp(MICROSECOND, UTC)");
    types.put("ts_zone", "Timestamp(MILLISECOND, America/New_York)");
    types.put("date", "Date(DAY)");
    types.put("decimal", "Decimal(10, 2, 128)");
    types.put("list", "List<item: Int(32, true)>");
    types.put("struct", "Struct<a: Int(64, true), b: Utf8>");
    types.put("list_of_struct", "List<item: Struct<a: Int(64, true), b: Utf8>>");
    types.put("dictionary", "Utf8");
    types.put("nothing", "Null");
    return types;
  }

  /** Values, of instants the number of their unit. */
  public static Map<String, List<Object>> values() {
    var values = new LinkedHashMap<String, List<Object>>();
    values.put("i8", asList((byte) -128, null, (byte) 127));
    values.put("u8", asList((short) 0, null, (short) 255));
    values.put("i16", asList(Short.MIN_VALUE, null, Short.MAX_VALUE));
    values.put("u16", asList(0, null, 65_535));
    values.put("i32", asList(Integer.MIN_VALUE, null, Integer.MAX_VALUE));
    values.put("u32", asList(0L, null, 4_294_967_295L));
    values.put("i64", asList(Long.MIN_VALUE, null, Long.MAX_VALUE));
    values.put("u64", asList(BigInteger.ZERO, null, new BigInteger("18446744073709551615")));
    values.put("f32", asList(1.5f, null, Float.NaN));
    values.put("f64", asList(0.1, null, Double.NEGATIVE_INFINITY));
    values.put("bool", asList(true, null, false));
    values.put("utf8", asList("", null, "Zürich 😀"));
    values.put("large_utf8", asList("long", null, "text"));
    values.put("binary", asList("0x00ff", null, "0x"));
    values.put("ts_s", asList("2024-02-29T01:30:01", null, "2024-02-29T02:30:01"));
    values.put("ts_ms", asList("2024-02-29T01:30:01.002", null, "2024-02-29T02:30:01"));
    values.put("ts_us", asList("2024-02-29T01:30:01.000003", null, "2024-02-29T02:30:01"));
    values.put(
        "ts_ns", asList("2023-11-14T22:13:20.123456789", null, "1969-12-31T23:59:59.999999999"));
    values.put("ts_utc", asList(1_709_170_201_000_000L, null, 1_709_173_801_000_000L));
    values.put("ts_zone", asList(1_709_170_201_000L, null, 1_709_173_801_000L));
    values.put("date", asList(-1, null, 19_782));
    values.put("decimal", asList(new BigDecimal("-1.50"), null, new BigDecimal("99999999.99")));
    values.put("list", asList(asList(1, null), null, List.of()));
    values.put("struct", asList(struct(1L, "x"), null, struct(null, null)));
    values.put("list_of_struct", asList(asList(struct(1L, "x"), null), null, List.of()));
    values.put("dictionary", asList("red", null, "green"));
    values.put("nothing", asList(null, null, null));
    return values;
  }

  private static Map<String, Object> struct(Long a, String b) {
    var struct = new LinkedHashMap<String, Object>();
    if (a != null) {
      struct.put("a", a);
    }
    if (b != null) {
      struct.put("b", b);
    }
    return struct;
  }
}

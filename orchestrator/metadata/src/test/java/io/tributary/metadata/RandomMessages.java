package io.tributary.metadata;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Well-formed messages of any type, with contents that are unlikely, odd or hostile. */
final class RandomMessages {
  private static final int DEEPEST = 6;

  /** What is in the store, what could break a statement, and something of every kind of text. */
  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "known",
          "known 1",
          "known 2",
          "mlmd.Dataset",
          "Robert'); DROP TABLE Artifact;--",
          "' OR '1'='1",
          "\"; DELETE FROM Type; --",
          "\\' UNION SELECT 1 -- ",
          "${jndi:ldap://x}%n%s?1:a$1",
          "\u0000",
          "before\u0000after",
          "\u0001\u0007\u001b[2J\u007f\u0085",
          "\r\n\t\u000b\u2028",
          "ÄÖÜß Ǆ ﬃ ı İ",
          "e\u0301\u0323 אבג مرحبا \u202e reversed",
          "数据 한국어 かな",
          "🚕👩‍👩‍👧‍👦 \ud83c\udff4",
          "\ud800 alone",
          "\udc00\ud800",
          "\ufffe\uffff\ufeff\ufffd",
          "\udbff\udfff\u200b\u00ad",
          "id = 1",
          "name = 'known 1' OR contexts_0.name = 'known'",
          "type = 'known' AND NOT (state = LIVE)",
          "events_0.type = INPUT; DROP TABLE Event",
          "properties.`x' --`.string_value = 'y'",
          "uri",
          "properties.text",
          "artifacts");

  private static final long[] NUMBERS = {
    0,
    1,
    2,
    3,
    4,
    5,
    6,
    7,
    8,
    10,
    11,
    12,
    13,
    100,
    -1,
    -2,
    1L << 31,
    1L << 32,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };

  private final Random random;
  private final String long1;

  RandomMessages(Random random) {
    this.random = random;
    long1 =
        IntStream.range(0, 1 << 20)
            .mapToObj(i -> Character.toString('a' + i % 26))
            .collect(Collectors.joining());
  }

  /** One like this, with other contents. */
  Message like(Message prototype) {
    return message(prototype.newBuilderForType(), 0).build();
  }

  private Message.Builder message(Message.Builder builder, int depth) {
    for (var field : builder.getDescriptorForType().getFields()) {
      if (random.nextInt(100) >= share(field, depth)) {
        continue;
      }
      if (field.isRepeated()) {
        int length = random.nextInt(50) == 0 ? 40 : random.nextInt(4);
        for (int i = 0; i < length; i++) {
          builder.addRepeatedField(field, value(builder, field, depth));
        }
      } else {
        builder.setField(field, value(builder, field, depth));
      }
    }
    return builder;
  }

  /**
   * The share of messages, in percent, in which a field is set: what requests are about, mostly.
   */
  private static int share(FieldDescriptor field, int depth) {
    if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
      return depth >= DEEPEST ? 0 : field.getName().equals("transaction_options") ? 5 : 60;
    }
    return field.getName().endsWith("last_update_time_since_epoch") ? 10 : 60;
  }

  private Object value(Message.Builder parent, FieldDescriptor field, int depth) {
    return switch (field.getJavaType()) {
      case INT -> (int) number();
      case LONG -> number();
      case FLOAT -> random.nextFloat();
      case DOUBLE ->
          switch (random.nextInt(5)) {
            case 0 -> Double.NaN;
            case 1 -> Double.NEGATIVE_INFINITY;
            case 2 -> Double.MIN_VALUE;
            case 3 -> -0.0;
            default -> random.nextGaussian() * 1e6;
          };
      case BOOLEAN -> random.nextBoolean();
      case STRING -> text();
      case BYTE_STRING -> {
        var bytes = new byte[random.nextInt(64)];
        random.nextBytes(bytes);
        yield ByteString.copyFrom(bytes);
      }
      case ENUM -> {
        var values = field.getEnumType().getValues();
        yield values.get(random.nextInt(values.size()));
      }
      case MESSAGE -> message(parent.newBuilderForField(field), depth + 1).build();
    };
  }

  private long number() {
    return random.nextInt(10) == 0 ? random.nextLong() : NUMBERS[random.nextInt(NUMBERS.length)];
  }

  String text() {
    var choice = random.nextInt(1000);
    if (choice == 0) {
      return long1;
    } else if (choice < 850) {
      return TEXTS.get(random.nextInt(TEXTS.size()));
    }
    return random
        .ints(random.nextInt(12), 0, Character.MAX_CODE_POINT + 1)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}

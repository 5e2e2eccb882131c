package io.tributary.metadata.filter;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The functions that a query can call. */
enum Function {
  LENGTH(1),
  LOWER(1),
  UPPER(1),
  TRIM(1),
  LTRIM(1),
  RTRIM(1),
  REPLACE(3),
  SUBSTR(2),
  ABS(1),
  SIGN(1),
  ROUND(1),
  /** The first of its arguments that is not NULL. */
  COALESCE(1),
  IFNULL(2),
  NULLIF(2);

  private final int least;

  Function(int least) {
    this.least = least;
  }

  /** What the arguments have to be; empty for anything that goes together. */
  private List<Type> parameters() {
    return switch (this) {
      case LENGTH, LOWER, UPPER -> List.of(Type.STRING);
      case TRIM, LTRIM, RTRIM -> List.of(Type.STRING, Type.STRING);
      case REPLACE -> List.of(Type.STRING, Type.STRING, Type.STRING);
      case SUBSTR -> List.of(Type.STRING, Type.INT64, Type.INT64);
      case ABS, SIGN -> List.of(Type.DOUBLE);
      case ROUND -> List.of(Type.DOUBLE, Type.INT64);
      case COALESCE, IFNULL, NULLIF -> List.of();
    };
  }

  static Optional<Function> named(String name) {
    var upper = name.toUpperCase(Locale.ROOT);
    return Stream.of(values()).filter(function -> function.name().equals(upper)).findFirst();
  }

  /** What a call with these arguments gives; null if they do not fit. */
  @Nullable Type result(List<Expression> arguments) {
    var parameters = parameters();
    var count = arguments.size();
    if (count < least) {
      return null;
    }
    if (parameters.isEmpty()) {
      return this != COALESCE && count > least ? null : common(arguments);
    }
    if (count > parameters.size()) {
      return null;
    }
    for (int i = 0; i < count; i++) {
      if (!arguments.get(i).type().fits(parameters.get(i))) {
        return null;
      }
    }
    return switch (this) {
      case LENGTH -> Type.INT64;
      case ABS, SIGN -> arguments.get(0).type();
      case ROUND -> Type.DOUBLE;
      default -> Type.STRING;
    };
  }

  /** The type that takes the values of all; null if they do not go together. */
  static @Nullable Type common(List<Expression> expressions) {
    @Nullable Type common = Type.NULL;
    for (var expression : expressions) {
      common = common == null ? null : Type.common(common, expression.type());
    }
    return common;
  }
}

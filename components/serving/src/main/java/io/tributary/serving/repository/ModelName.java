package io.tributary.serving.repository;

import java.util.regex.Pattern;

/** What a model may be called: a name that is one folder, and that servers take. */
public final class ModelName {
  /** What is expected of a name, for messages. */
  public static final String EXPECTED =
      "1 to 200 letters, digits, '-', '_' and '.', not starting with '.'";

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}");

  private ModelName() {}

  /** Whether a model may be called so. */
  public static boolean isValid(String name) {
    return NAME.matcher(name).matches();
  }
}

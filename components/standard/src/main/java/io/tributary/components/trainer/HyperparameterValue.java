package io.tributary.components.trainer;

import static java.util.Objects.requireNonNull;

/** What an {@link ExternalTrainer} tells its program to learn with. */
public sealed interface HyperparameterValue {

  /** As JSON has it: a {@link Long}, {@link Double}, {@link String} or {@link Boolean}. */
  Object value();

  /** A whole number. */
  record Whole(long number) implements HyperparameterValue {
    @Override
    public Object value() {
      return number;
    }
  }

  /** A finite number. */
  record Real(double number) implements HyperparameterValue {
    public Real {
      if (!Double.isFinite(number)) {
        throw new IllegalArgumentException(
            "hyper-parameter: " + number + " (expected: a finite number); pass it as text");
      }
    }

    @Override
    public Object value() {
      return number;
    }
  }

  /** A text. */
  record Text(String text) implements HyperparameterValue {
    public Text {
      requireNonNull(text, "text");
    }

    @Override
    public Object value() {
      return text;
    }
  }

  /** A truth value. */
  record Truth(boolean truth) implements HyperparameterValue {
    @Override
    public Object value() {
      return truth;
    }
  }
}

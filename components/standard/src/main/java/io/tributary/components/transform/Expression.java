package io.tributary.components.transform;

import java.util.List;

/**
 * One operation of a {@link Program}: what it means is the ONNX nodes that it emits, and nothing
 * else. Operands are positions in the program, so equal expressions are equal records and comparing
 * them costs no walk through their operands.
 */
interface Expression {

  /** What the values are, and what represents them in a graph, one value per row. */
  enum Type {
    /** DOUBLE; NaN where missing, never infinite unless arithmetic overflows. */
    NUMBER,
    /** INT64; {@link Long#MIN_VALUE} where missing. */
    INTEGER,
    /** STRING; empty where missing. */
    TEXT,
    /** BOOL, never missing. */
    BOOLEAN,
    /** INT64 from 0 to below the expression's size, never missing. */
    ID,
    /**
     * STRING {@code [N + 1, words of the longest row]}; empty where there is no word, as in the
     * last row, which is not of the batch.
     */
    WORDS,
    /** DOUBLE {@code [N, size]}, never missing. */
    VECTOR,
    /** STRING {@code [N, texts of the longest row]}; empty where there is none. */
    TEXTS,
    /** INT64 {@code [N, integers of the longest row]}; missing where there is none. */
    INTEGERS,
    /**
     * DOUBLE {@code [N + 1, numbers of the longest row + 1]}; NaN where there is none, as in the
     * last row, which is not of the batch, and the last column.
     */
    NUMBERS
  }

  Type type();

  /** Positions of the operands. */
  List<Integer> operands();

  /**
   * Positions of the operands that the nodes take: all of them, unless one was only needed to fit a
   * constant.
   */
  default List<Integer> rowOperands() {
    return operands();
  }

  /**
   * Positions of the operands that only guide which constants are kept. What is to be learnt may
   * guide, and what requests do not have.
   */
  default List<Integer> guides() {
    return List.of();
  }

  /** Positions of the operands without which there is no value. */
  default List<Integer> required() {
    return operands();
  }

  /** Whether the value is the same in all rows, given whether all operands' values are. */
  default boolean isConstant(boolean operandsAre) {
    return operandsAre;
  }

  /** What its author writes for it, given what is written for the operands. */
  String source(List<String> operands);

  /** Whether a value can be missing, given whether one that is required can. */
  default boolean mayBeMissing(boolean requiredMayBe) {
    return requiredMayBe;
  }

  /** Adds the nodes; returns the tensor. */
  String emit(Emission e);

  /** An expression with one operand. */
  interface OfOne extends Expression {
    /** Position of the operand. */
    int operand();

    @Override
    default List<Integer> operands() {
      return List.of(operand());
    }
  }

  /** An expression of type BOOLEAN. */
  interface OfBooleans extends Expression {
    @Override
    default Type type() {
      return Type.BOOLEAN;
    }

    @Override
    default boolean mayBeMissing(boolean requiredMayBe) {
      return false;
    }
  }

  /** An expression of type INTEGER. */
  interface OfIntegers extends Expression {
    @Override
    default Type type() {
      return Type.INTEGER;
    }
  }

  /** An expression of type TEXT. */
  interface OfTexts extends Expression {
    @Override
    default Type type() {
      return Type.TEXT;
    }
  }

  /** An expression of which there are several ids or components. */
  interface Sized extends Expression {
    /** How many there are. */
    long size(Fitted fitted);
  }

  /** An expression of type ID. */
  interface OfIds extends Sized {
    @Override
    default Type type() {
      return Type.ID;
    }
  }

  /** An expression of type VECTOR. */
  interface OfVectors extends Sized {
    @Override
    default Type type() {
      return Type.VECTOR;
    }
  }

  /** An expression whose constants come from a full pass over its operands. */
  interface Analyzer extends Expression {
    /** What to gather from the operands' values. */
    Gathering gathering();

    @Override
    default List<Integer> guides() {
      return gathering().guide().positions();
    }

    @Override
    default List<Integer> operands() {
      return gathering().operands();
    }

    /** All but the key: the missing one is a key, too. */
    @Override
    default List<Integer> required() {
      var gathering = gathering();
      return gathering.key().isPresent() ? gathering.numbers() : gathering.operands();
    }

    /** What its author writes in front of the method: the number, and its key if there is one. */
    default String receiver(List<String> operands) {
      return gathering()
          .key()
          .map(key -> operands.get(0) + ".per(" + operands.get(1) + key.argument() + ")")
          .orElseGet(() -> operands.get(0));
    }

    /** The constants that follow from what was gathered, or of one of its parts. */
    Fit fit(Statistic gathered);

    /** The constants that follow from those of each part. */
    default Fit join(List<Fit> ofParts) {
      return ofParts.get(0);
    }
  }
}

package io.tributary.components.transform;

import io.tributary.components.transform.Expression.Analyzer;
import io.tributary.components.transform.Expression.Sized;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/** A program and the constants that its analyzers have found so far. */
record Fitted(Program program, Map<Integer, Fit> fits) {

  static Fitted nothing(Program program) {
    return new Fitted(program, new HashMap<>());
  }

  <F extends Fit> F fit(Analyzer analyzer, Class<F> type) {
    var fit = fits.get(program.position(analyzer));
    if (fit == null) {
      throw new IllegalStateException(analyzer + " is not fitted");
    }
    return type.cast(fit);
  }

  long size(int position) {
    return ((Sized) program.at(position)).size(this);
  }

  /** The size of what is at {@code position}, unless it depends on an analyzer without a fit. */
  OptionalLong sizeIfKnown(int position) {
    return isSizeKnown(position) ? OptionalLong.of(size(position)) : OptionalLong.empty();
  }

  private boolean isSizeKnown(int position) {
    var expression = program.at(position);
    return expression instanceof Analyzer
        ? fits.containsKey(position)
        : expression.operands().stream()
            .filter(operand -> program.at(operand) instanceof Sized)
            .allMatch(this::isSizeKnown);
  }

  /** 1 if values at {@code position} can be missing and so need an id of their own, else 0. */
  int idsOfMissing(int position) {
    return program.mayBeMissing(position) ? 1 : 0;
  }
}

package io.tributary.data.split;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.Explanation;

/**
 * Why a row has no split.
 *
 * @param row its number in its batch
 */
record RowFlaw(int row, String where, String value, String expected, String remedy) {

  /** The failure, which tells the row's number among all rows. */
  ExecutionFailure failure(long firstRow) {
    return new ExecutionFailure(
        Code.INVALID_ARGUMENT,
        new Explanation(where, value + " in row " + (firstRow + row + 1), expected, remedy));
  }
}

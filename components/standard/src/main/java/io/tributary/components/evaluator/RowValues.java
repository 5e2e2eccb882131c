package io.tributary.components.evaluator;

import java.io.Serializable;
import java.util.Set;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Some numbers for each raw row, such as its label or what a model says of it. Thread-safe. */
interface RowValues extends Serializable, AutoCloseable {

  /** The names of the raw columns that they come from. */
  Set<String> columns();

  /** What messages call them. */
  String origin();

  /** The numbers of all rows, those of a row together; NaN where there is none. */
  double[] apply(VectorSchemaRoot rows);

  /** To be called on copies that arrived by serialisation, and on no others. */
  @Override
  void close();
}

/**
 * Components that bring data in from outside, and one that takes it out.
 *
 * <p>Starting points: {@link io.tributary.components.examplegen.CsvExampleGen} for the simplest
 * case, {@link io.tributary.components.examplegen.FileExampleGen} for files of any format, {@link
 * io.tributary.components.examplegen.QueryExampleGen} for databases, {@link
 * io.tributary.components.examplegen.ExportTfRecord} for TensorFlow.
 */
@NullMarked
package io.tributary.components.examplegen;

import org.jspecify.annotations.NullMarked;

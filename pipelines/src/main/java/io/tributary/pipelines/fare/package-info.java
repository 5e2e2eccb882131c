/**
 * What will the trip cost? A regression, from a CSV to a served model. Start with {@link
 * io.tributary.pipelines.fare.TaxiFare}.
 */
@NullMarked
package io.tributary.pipelines.fare;

import org.jspecify.annotations.NullMarked;

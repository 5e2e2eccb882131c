/**
 * Validation of examples against a schema: what {@link
 * io.tributary.components.validator.ExampleValidator} finds and how it is read.
 *
 * <p>Starting points: {@link io.tributary.components.validator.ExampleValidator} the component,
 * {@link io.tributary.components.validator.ExampleValidation} the same work without a pipeline,
 * {@link io.tributary.components.validator.AnomaliesReader} for what was written. The rules are in
 * {@link io.tributary.components.schema}, because inference follows them too.
 */
@NullMarked
package io.tributary.components.validator;

import org.jspecify.annotations.NullMarked;

/**
 * Schemas: how they are inferred from statistics, curated in code, imported and read, and in which
 * ways statistics can depart from them.
 *
 * <p>Starting points: {@link io.tributary.components.schema.SchemaGen} and {@link
 * io.tributary.components.schema.ImportSchemaGen} the components, {@link
 * io.tributary.components.schema.SchemaInference} the inference without a pipeline, {@link
 * io.tributary.components.schema.SchemaObservation} the rules, which inference and validation
 * share, {@link io.tributary.components.schema.SchemaReader} for what was written.
 */
@NullMarked
package io.tributary.components.schema;

import org.jspecify.annotations.NullMarked;

/**
 * Schemas: how they are inferred from statistics, curated in code, imported and read, and in which
 * ways statistics can depart from them.
 *
 * <p>Starting points: {@link io.tributary.components.schema.SchemaGen} and {@link
 * io.tributary.components.schema.ImportSchemaGen} the components; without a pipeline {@link
 * io.tributary.components.schema.SchemaInference} to infer and update, {@link
 * io.tributary.components.schema.SchemaMerge}, {@link io.tributary.components.schema.SchemaDiff},
 * {@link io.tributary.components.schema.FrozenSchema}, and {@link
 * io.tributary.components.schema.SchemaRecord} for a Java record of the rows; {@link
 * io.tributary.components.schema.SchemaObservation} the rules, which inference and validation
 * share; {@link io.tributary.components.schema.SchemaReader} for files.
 */
@NullMarked
package io.tributary.components.schema;

import org.jspecify.annotations.NullMarked;

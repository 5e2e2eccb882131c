/**
 * Records as JSON, and back: what a record looks like in JSON, the schema that documents it, and
 * what is refused when it is read all follow from its components. {@link
 * io.tributary.server.json.Json} writes, {@link io.tributary.server.json.Shape} documents and
 * reads.
 */
@NullMarked
package io.tributary.server.json;

import org.jspecify.annotations.NullMarked;

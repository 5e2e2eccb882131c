/**
 * Reading JSON lines: types inferred from all rows, several threads, bad lines set aside.
 *
 * <p>Starting point: {@link io.tributary.data.json.JsonTable}.
 */
@NullMarked
package io.tributary.data.json;

import org.jspecify.annotations.NullMarked;

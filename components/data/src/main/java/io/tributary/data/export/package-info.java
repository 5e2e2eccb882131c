/**
 * Rows for other programs.
 *
 * <p>Starting point: {@link io.tributary.data.export.ExportFormat}.
 */
@NullMarked
package io.tributary.data.export;

import org.jspecify.annotations.NullMarked;

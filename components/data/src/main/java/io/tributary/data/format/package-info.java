/**
 * One door to data of any format.
 *
 * <p>Starting point: {@link io.tributary.data.format.Sources} opens files as tables; {@link
 * io.tributary.data.format.Format} lists what it can read.
 */
@NullMarked
package io.tributary.data.format;

import org.jspecify.annotations.NullMarked;

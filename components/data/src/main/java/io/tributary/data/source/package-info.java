/**
 * Data as it comes from outside, whatever it is stored in.
 *
 * <p>Starting points: {@link io.tributary.data.source.SourceTable}, what every format's reader
 * gives; {@link io.tributary.data.source.SourceFiles}, what it is given; {@link
 * io.tributary.data.source.Contents}, which unpacks text; {@link
 * io.tributary.data.source.SetAside}, where rows go that cannot be read.
 */
@NullMarked
package io.tributary.data.source;

import org.jspecify.annotations.NullMarked;

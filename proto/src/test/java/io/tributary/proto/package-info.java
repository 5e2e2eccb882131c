/**
 * Holds the compiled protocol messages against the wire tables under {@code wire/} and against
 * bytes that the peers wrote.
 */
@NullMarked
package io.tributary.proto;

import org.jspecify.annotations.NullMarked;

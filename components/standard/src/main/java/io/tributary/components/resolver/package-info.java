/**
 * Steps that choose among artifacts that earlier runs published.
 *
 * <p>Starting point: {@link io.tributary.components.resolver.LatestBlessedModel}.
 */
@NullMarked
package io.tributary.components.resolver;

import org.jspecify.annotations.NullMarked;

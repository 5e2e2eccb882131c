/**
 * Handing a model over to a serving tier, wholly or not at all.
 *
 * <p>Starting points: {@link io.tributary.components.pusher.Pusher} (the component), {@link
 * io.tributary.components.pusher.PushDestination} (where to).
 */
@NullMarked
package io.tributary.components.pusher;

import org.jspecify.annotations.NullMarked;

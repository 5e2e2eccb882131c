/**
 * Will the passenger tip more than a fifth of the fare? The example that the README starts with:
 * from a CSV of Chicago taxi trips to a served model. Start with {@link
 * io.tributary.pipelines.taxi.ChicagoTaxi}; the component of one's own is {@link
 * io.tributary.pipelines.taxi.DropNegativeFares}.
 */
@NullMarked
package io.tributary.pipelines.taxi;

import org.jspecify.annotations.NullMarked;

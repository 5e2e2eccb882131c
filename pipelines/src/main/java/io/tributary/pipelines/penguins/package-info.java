/**
 * Which species is the penguin of? A classification of several classes, from a CSV to a served
 * model. Start with {@link io.tributary.pipelines.penguins.Penguins}.
 */
@NullMarked
package io.tributary.pipelines.penguins;

import org.jspecify.annotations.NullMarked;

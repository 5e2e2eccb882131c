/** The JSON files of artifacts: one way to write them, whose bytes are the same everywhere. */
@NullMarked
package io.tributary.components.json;

import org.jspecify.annotations.NullMarked;

/** What every artifact store promises. */
@NullMarked
package io.tributary.core.artifact;

import org.jspecify.annotations.NullMarked;

/** The local runner against what every runner promises, and against kill -9. */
@NullMarked
package io.tributary.runner.local;

import org.jspecify.annotations.NullMarked;

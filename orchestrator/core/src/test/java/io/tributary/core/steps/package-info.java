/** Small steps to build pipelines of in tests: they leave traces, fail, wait and meet on demand. */
@NullMarked
package io.tributary.core.steps;

import org.jspecify.annotations.NullMarked;

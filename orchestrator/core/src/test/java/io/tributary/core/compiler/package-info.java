/** What the compiler writes, and what its loader makes of it. */
@NullMarked
package io.tributary.core.compiler;

import org.jspecify.annotations.NullMarked;

/** Tests of the jars of runs. */
@NullMarked
package io.tributary.core.jar;

import org.jspecify.annotations.NullMarked;

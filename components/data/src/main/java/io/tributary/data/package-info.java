/**
 * The local data engine: full passes over Arrow datasets on the threads of this process. Readers
 * and splits are in the packages below.
 */
@NullMarked
package io.tributary.data;

import org.jspecify.annotations.NullMarked;

/**
 * The local data engine: full passes over Arrow datasets on the threads of this process; and what
 * engines share that have other processes do them. Readers and splits are in the packages below.
 */
@NullMarked
package io.tributary.data;

import org.jspecify.annotations.NullMarked;

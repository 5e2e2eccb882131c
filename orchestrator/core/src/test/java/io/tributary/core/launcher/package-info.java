/** Parts of the launcher on their own, and what it leaves in the metadata store. */
@NullMarked
package io.tributary.core.launcher;

import org.jspecify.annotations.NullMarked;

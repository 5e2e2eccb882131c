/**
 * Record batches in Arrow's IPC format, of which some columns are loaded and the others not even
 * read from the disk.
 */
@NullMarked
package io.tributary.data.ipc;

import org.jspecify.annotations.NullMarked;

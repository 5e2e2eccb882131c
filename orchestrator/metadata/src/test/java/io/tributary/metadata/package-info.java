/**
 * Tests of the metadata store. {@link io.tributary.metadata.MetadataStoreContract} is what every
 * implementation of the store must pass; {@link io.tributary.metadata.Tape} replays what ML
 * Metadata's own store answered.
 */
@NullMarked
package io.tributary.metadata;

import org.jspecify.annotations.NullMarked;

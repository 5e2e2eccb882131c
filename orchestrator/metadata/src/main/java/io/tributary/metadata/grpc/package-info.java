/**
 * The metadata store over gRPC, as {@code ml_metadata.MetadataStoreService}: {@link
 * io.tributary.metadata.grpc.MetadataServer} offers a store to ML Metadata's clients and ours,
 * {@link io.tributary.metadata.grpc.MetadataClient} connects to one.
 */
@NullMarked
package io.tributary.metadata.grpc;

import org.jspecify.annotations.NullMarked;

/**
 * The KServe v2 protocol over gRPC, both ends. Loaded only where an address or a port is asked for.
 */
@NullMarked
package io.tributary.serving.grpc;

import org.jspecify.annotations.NullMarked;

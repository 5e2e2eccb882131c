package io.tributary.serving.grpc;

import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioEventLoopGroup;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * One thread for the bytes of a port or of a client, on the JDK's own selectors: graphs run
 * elsewhere, and Netty's native transport would have to be unpacked and loaded at the start.
 */
final class EventLoops {
  private EventLoops() {}

  static EventLoopGroup one(String name) {
    GrpcLog.warningsOnly();
    return new NioEventLoopGroup(1, new DefaultThreadFactory(name, true));
  }

  /** Ends the thread when nothing was left to do for a moment; nobody waits for that. */
  static void stop(EventLoopGroup loops) {
    var unused = loops.shutdownGracefully(200, 5_000, TimeUnit.MILLISECONDS);
  }
}

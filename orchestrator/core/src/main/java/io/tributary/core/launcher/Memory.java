package io.tributary.core.launcher;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.Explanation;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Off-heap memory of one run. The root is made when memory is first asked for: a run in which
 * nothing executes needs none. Thread-safe.
 */
final class Memory implements AutoCloseable {
  private @Nullable RootAllocator root;
  private boolean leaked;

  /** Memory of one execution. */
  synchronized BufferAllocator open(String execution) {
    if (root == null) {
      requireOpenJvm();
      root = new RootAllocator();
    }
    return root.newChildAllocator(execution, 0, Long.MAX_VALUE);
  }

  /** Said here, because Arrow's classes fail to load without it, naming neither cause nor cure. */
  private static void requireOpenJvm() {
    if (!ByteBuffer.class
        .getModule()
        .isOpen(ByteBuffer.class.getPackageName(), RootAllocator.class.getModule())) {
      throw new ExecutionFailure(
          ExecutionFailure.Code.FAILED_PRECONDITION,
          new Explanation(
              "JVM",
              "java.base/java.nio is closed to Arrow, which keeps data outside the heap",
              "the option --add-opens=java.base/java.nio=ALL-UNNAMED",
              "add it to the VM options of the IDE or the build; ./tributary and java -jar bring it along"));
    }
  }

  /** Takes the memory of an execution back; gives a failure if not all of it was released. */
  synchronized Optional<ExecutionFailure> takeBack(BufferAllocator allocator, String where) {
    long left = allocator.getAllocatedMemory();
    if (left == 0 && allocator.getChildAllocators().isEmpty()) {
      allocator.close();
      return Optional.empty();
    }
    leaked = true;
    return Optional.of(
        new ExecutionFailure(
            ExecutionFailure.Code.USER_CODE,
            new Explanation(
                where + " > memory",
                left + " bytes not released",
                "0 bytes when the component returns",
                "close every reader, writer, vector and allocator, for example with try (...)"),
            new IllegalStateException(allocator.toVerboseString())));
  }

  /** Takes note that an execution goes on although nobody waits for it. */
  synchronized void abandon() {
    leaked = true;
  }

  @Override
  public synchronized void close() {
    // What leaked was reported with the node that leaked it; the root would report it again.
    if (root != null && !leaked) {
      root.close();
    }
    root = null;
  }
}

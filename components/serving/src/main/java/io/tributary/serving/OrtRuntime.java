package io.tributary.serving;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;

/** ONNX Runtime in this process, loaded at the first use. */
final class OrtRuntime {
  private OrtRuntime() {}

  private static final class Holder {
    static final OrtEnvironment ENVIRONMENT = start();

    private static OrtEnvironment start() {
      // One class loader at a time: where they look for the library is a property of the process.
      synchronized (Runtime.getRuntime()) {
        NativeLibraries.prepare();
        try {
          return OrtEnvironment.getEnvironment(
              OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "tributary");
        } finally {
          NativeLibraries.loaded();
        }
      }
    }
  }

  static OrtEnvironment environment() {
    return Holder.ENVIRONMENT;
  }

  /**
   * One thread inside a graph: sums are taken in one order whatever the batch, and callers bring
   * their own threads.
   */
  static OrtSession.SessionOptions sessionOptions() throws OrtException {
    // The environment loads the native library, without which no options can be made.
    environment();
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(1);
    options.setInterOpNumThreads(1);
    options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
    return options;
  }
}

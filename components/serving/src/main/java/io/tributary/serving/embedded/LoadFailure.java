package io.tributary.serving.embedded;

import java.util.Map;

/** A model could not be loaded. */
final class LoadFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LoadFailure(String model, Map<String, String> failures, boolean olderServesOn) {
    super(message(model, failures, olderServesOn));
  }

  private static String message(String model, Map<String, String> failures, boolean olderServesOn) {
    StringBuilder message = new StringBuilder("model '" + model + "' is not loaded");
    failures.forEach(
        (version, reason) -> {
          message.append("; ");
          if (!version.isEmpty()) {
            message.append("version ").append(version).append(": ");
          }
          message.append(reason);
        });
    if (olderServesOn) {
      message.append("; what was served before is served on");
    }
    return message.toString();
  }
}

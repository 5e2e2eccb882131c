package io.tributary.runner.beam;

import java.io.Serializable;
import java.util.List;

/**
 * All that a worker has to be told to share a full pass; the rest it finds in the folder.
 *
 * @param folder of the pass, absolute, as the worker sees it
 * @param jars with the classes of the pipeline
 */
record PassTask(String folder, List<String> jars) implements Serializable {
  PassTask {
    jars = List.copyOf(jars);
  }
}

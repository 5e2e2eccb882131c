package io.tributary.core;

import io.tributary.api.Explanation;
import java.util.ServiceLoader;

/**
 * Writes compiled pipelines as programs of another scheduler, which then runs every node with
 * {@code tributary node run}. Found by {@link ServiceLoader}. Thread-safe.
 */
public interface PipelineExporter {

  /** Name of the scheduler, such as {@code airflow}. */
  String name();

  /**
   * The program as text. Equal exports give equal text.
   *
   * @throws IllegalArgumentException if the scheduler cannot have it so; says what to change
   */
  String export(PipelineExport export);

  /**
   * The exporter of that name on the class path of {@code loader}.
   *
   * @throws IllegalArgumentException if there is none
   */
  static PipelineExporter named(String name, ClassLoader loader) {
    for (var exporter : ServiceLoader.load(PipelineExporter.class, loader)) {
      if (exporter.name().equals(name)) {
        return exporter;
      }
    }
    throw new IllegalArgumentException(
        new Explanation(
                "exporter '" + name + "'",
                "not on the class path",
                "its jar, such as tributary-runner-" + name,
                "run the tributary script, which has it; or add the jar to the class path")
            .toString());
  }
}

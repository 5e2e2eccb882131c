package io.tributary.server.rest;

import io.tributary.core.RunRequest;
import io.tributary.server.json.Field;
import io.tributary.server.view.FindingView;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The program that a server is a part of. Thread-safe. */
public interface Program {

  /** Which release it is. */
  String version();

  /** The pipelines that can be started by a name, by name. */
  List<PipelineView> pipelines();

  /**
   * A new run of a pipeline, compiled now.
   *
   * @param pipeline one of {@link #pipelines}, or a class
   * @param span the spans that it is about, as one word; empty: about none
   * @param jars have its class, beside the program's own
   * @throws IllegalArgumentException if there is no such pipeline, or its settings are wrong
   * @throws io.tributary.api.PipelineDefinitionException if it cannot be compiled
   */
  RunRequest define(
      String pipeline, Map<String, String> settings, String span, String runId, List<Path> jars);

  /**
   * Examines the installation.
   *
   * @param thorough whether contents are read, and not only looked for
   */
  List<FindingView> examine(boolean thorough);

  /** A pipeline that can be started by its name. */
  record PipelineView(
      String name,
      @Field("the class that defines it") String type,
      @Field("by name, the type of each") Map<String, String> settings) {}
}

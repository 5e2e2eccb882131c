package io.tributary.runner.airflow.client;

import java.util.List;
import java.util.Optional;

/**
 * A part of a log.
 *
 * @param continuation to ask for what follows. Airflow 2 always gives one, Airflow 3 as long as
 *     there may be more
 */
public record LogPage(List<LogLine> lines, Optional<String> continuation) {}

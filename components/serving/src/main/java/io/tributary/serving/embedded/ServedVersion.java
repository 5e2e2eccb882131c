package io.tributary.serving.embedded;

import io.tributary.serving.OnnxModel;

/**
 * One version in memory.
 *
 * @param number its version
 * @param digest SHA-256 of the file it was loaded from, or its path's if there is no manifest
 * @param model the graph
 * @param statistics since it was loaded
 */
record ServedVersion(long number, String digest, OnnxModel model, VersionStatistics statistics) {}

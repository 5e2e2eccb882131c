package io.tributary.serving.embedded;

import io.tributary.serving.OnnxModel;

/**
 * One version in memory.
 *
 * @param number its version
 * @param digest SHA-256 of its file as published; empty without a manifest
 * @param model the graph
 * @param statistics since it was loaded
 */
record ServedVersion(long number, String digest, OnnxModel model, VersionStatistics statistics) {}

package io.tributary.runner.local;

import io.tributary.core.RunHome;
import io.tributary.core.RunListener;
import io.tributary.core.RunRequest;
import io.tributary.proto.pipeline.Node;

/**
 * What a process is to do: one node of a run that exists.
 *
 * @param listener is told how it goes, until it ends
 */
record NodeTask(RunRequest request, RunHome home, Node node, RunListener listener) {}

package io.tributary.runner.beam;

import java.io.Serializable;

/**
 * All that a worker has to be told to take a node to its end: pipeline, parameters and user code it
 * finds in the home.
 *
 * @param home directory of the home, absolute, as the worker sees it
 * @param metadata address of the metadata database, as in {@link
 *     io.tributary.core.RunHome#metadataAddress}; may hold a password
 * @param exitHandler whether the node is one
 * @param options where the node's full passes are to run
 * @param traceparent the span of the run, in the format of W3C Trace Context
 */
record StepTask(
    String home,
    String metadata,
    String runId,
    String node,
    boolean exitHandler,
    BeamOptions options,
    String traceparent)
    implements Serializable {}

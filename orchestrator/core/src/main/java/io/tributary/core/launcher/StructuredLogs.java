package io.tributary.core.launcher;

import org.slf4j.ILoggerFactory;

/**
 * Where logs go if they say in each line which run, node and attempt it is about. Lines of nodes go
 * there, too, and not to the files of the nodes alone.
 */
public interface StructuredLogs extends ILoggerFactory {}

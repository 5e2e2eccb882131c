/**
 * Filter queries as ML Metadata understands them: conditions over a node, its properties and its
 * neighbours, written as text, compiled to one SQL condition whose values are parameters. Starting
 * point: {@link io.tributary.metadata.filter.Filter}.
 */
@NullMarked
package io.tributary.metadata.filter;

import org.jspecify.annotations.NullMarked;

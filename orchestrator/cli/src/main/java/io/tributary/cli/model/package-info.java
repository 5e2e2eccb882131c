/**
 * Commands about features and models, with and without a pipeline: make, ask, judge, describe,
 * compare.
 */
@NullMarked
package io.tributary.cli.model;

import org.jspecify.annotations.NullMarked;

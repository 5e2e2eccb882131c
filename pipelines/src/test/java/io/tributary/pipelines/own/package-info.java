/** Pipelines that users bring along in jars, run by the command in processes of its own. */
@NullMarked
package io.tributary.pipelines.own;

import org.jspecify.annotations.NullMarked;

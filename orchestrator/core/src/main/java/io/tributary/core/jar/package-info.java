/**
 * The jars with the classes of users' pipelines: kept in the home by digest, so that a run goes on
 * with the code it was started with, wherever its nodes run and whatever is built meanwhile.
 *
 * <p>Starting points: {@link io.tributary.core.RunJars}, {@link io.tributary.core.jar.JarStore}.
 */
@NullMarked
package io.tributary.core.jar;

import org.jspecify.annotations.NullMarked;

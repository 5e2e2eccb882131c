/**
 * What every runner, artifact store and component has to keep: abstract suites, for the modules
 * that implement them, and the check that a broken implementation fails them.
 */
@NullMarked
package io.tributary.core;

import org.jspecify.annotations.NullMarked;

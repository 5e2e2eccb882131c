/**
 * Models and their versions on disk, laid out as Triton reads them, changed only by atomic renames.
 *
 * <p>Starting point: {@link io.tributary.serving.repository.ModelRepository}.
 */
@NullMarked
package io.tributary.serving.repository;

import org.jspecify.annotations.NullMarked;

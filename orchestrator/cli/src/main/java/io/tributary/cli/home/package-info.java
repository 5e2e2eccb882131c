/** A home and what it keeps: artifacts, their lineage, whether the installation is sound. */
@NullMarked
package io.tributary.cli.home;

import org.jspecify.annotations.NullMarked;

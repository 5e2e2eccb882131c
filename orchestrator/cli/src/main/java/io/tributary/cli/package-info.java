/**
 * The {@code tributary} command. {@link io.tributary.cli.Tributary} is the entry point; every
 * subcommand is a class of its own, named after it. Tables are for people, {@code --json} is for
 * programs.
 */
@NullMarked
package io.tributary.cli;

import org.jspecify.annotations.NullMarked;

/**
 * What every command is made of: options and arguments, usage errors, exit codes, and what is to be
 * undone on Ctrl-C.
 */
@NullMarked
package io.tributary.cli.command;

import org.jspecify.annotations.NullMarked;

package io.tributary.cli.command;

/** Texts as words that can be pasted after a prompt. */
public final class ShellWord {
  private ShellWord() {}

  /** As one word of a POSIX shell. */
  public static String of(String text) {
    return text.chars().allMatch(c -> Character.isLetterOrDigit(c) || "/._-:@".indexOf(c) >= 0)
        ? text
        : "'" + text.replace("'", "'\\''") + "'";
  }
}

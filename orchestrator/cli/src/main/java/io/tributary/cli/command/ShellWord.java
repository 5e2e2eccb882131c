package io.tributary.cli.command;

/** Texts as words that can be pasted after a prompt. */
public final class ShellWord {
  private ShellWord() {}

  /** As one word of a POSIX shell. */
  public static String of(String text) {
    boolean isPlain =
        text.chars().allMatch(c -> Character.isLetterOrDigit(c) || "/._-:@".indexOf(c) >= 0);
    return isPlain && !text.isEmpty() ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}

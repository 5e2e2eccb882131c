package io.tributary.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShellWordTest {
  @Test
  void leavesWordsWithoutMeaningToAShellAsTheyAre() {
    assertThat(ShellWord.of("models/taxi-2_b.v1:3@home")).isEqualTo("models/taxi-2_b.v1:3@home");
  }

  @Test
  void quotesWhatAShellWouldTakeApart() {
    assertThat(ShellWord.of("my models")).isEqualTo("'my models'");
    assertThat(ShellWord.of("$HOME")).isEqualTo("'$HOME'");
    assertThat(ShellWord.of("it's")).isEqualTo("'it'\\''s'");
  }

  @Test
  void keepsAnEmptyWordAWord() {
    assertThat(ShellWord.of("")).isEqualTo("''");
  }
}

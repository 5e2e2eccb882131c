package io.tributary.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {
  @Test
  void controlCharactersDoNotReachTheTerminal() {
    assertThat(Printable.of("a\u001b[2Jb\u0000c\rd")).isEqualTo("a\ufffd[2Jb\ufffdc\ufffdd");
  }

  @Test
  void directionsOfWritingDoNotReachTheTerminal() {
    assertThat(Printable.of("a\u202eb\u2066c")).isEqualTo("a\ufffdb\ufffdc");
  }

  @Test
  void linesStayAsTheyAre() {
    assertThat(Printable.of("one\n\ttwo, drei: ü €")).isEqualTo("one\n\ttwo, drei: ü €");
  }

  @Test
  void aTextThatNobodyReadsIsCut() {
    assertThat(Printable.of("x".repeat(5_000_000)))
        .hasSizeLessThan(2_100)
        .endsWith("x ... (5000000 characters)");
  }

  @Test
  void cellsOfTablesArePrintable() {
    assertThat(new Table("A").row("\u001b[31mred\nnext").toString())
        .isEqualTo("A\n\ufffd[31mred next\n");
  }
}

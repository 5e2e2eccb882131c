package io.tributary.components.html;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.api.digest.Sha256;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HtmlPageTest {
  private static final String EVIL = "</td><script>alert(1)</script> & \"'";

  @Test
  void textsAndAttributesDoNotBecomeMarkup() {
    var markup = new Markup().element("td", EVIL, "class", EVIL).heading(EVIL).toString();
    assertThat(markup)
        .doesNotContain("<script>", EVIL)
        .contains("&lt;/td&gt;&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;&#39;</td>");
  }

  @Test
  void whatTurnsTheDirectionOrIsNoTextShowsAsAReplacement() {
    var markup = new Markup().text("a\u202eb\u0000c\ud800d\udc00e\u2066f").toString();
    assertThat(markup).isEqualTo("a\ufffdb\ufffdc\ufffdd\ufffde\ufffdf");
    assertThat(new Markup().text("grün 🚕\n\t").toString()).isEqualTo("grün 🚕\n\t");
  }

  @Test
  void dataForScriptsCannotEndTheElementThatItStandsIn() {
    var json = ("\"" + "</script><!--" + "\"").getBytes(UTF_8);
    assertThat(new Markup().script("data", json).toString())
        .isEqualTo(
            "<script type=\"application/json\" id=\"data\">\"\\u003c/script\\u003e\\u003c!--\"</script>\n");
  }

  @Test
  void asksNobodyForAnythingAndRunsNothing() {
    var html = HtmlPage.document(EVIL, new Markup().text("x")).html();
    var style = html.substring(html.indexOf("<style>") + 7, html.indexOf("</style>"));
    var digest = Base64.getEncoder().encodeToString(Sha256.create().digest(style.getBytes(UTF_8)));
    assertThat(html)
        .contains("default-src 'none'", "style-src 'sha256-" + digest + "'")
        .doesNotContain("script-src", "<script", "http://", "https://", "url(");
  }

  @Test
  void textsAreCutBetweenCharacters() {
    assertThat(Markup.brief("🚕🚕🚕", 2)).isEqualTo("🚕🚕… (3 characters)");
    assertThat(Markup.brief("🚕🚕🚕", 3)).isEqualTo("🚕🚕🚕");
  }

  @Test
  void aStripReachesOverAllFiguresAndMarksThemOnOneScale() {
    var strip = Strip.over(List.of(2.0, 4.0));
    var markup = new Markup();
    strip.draw(markup, Optional.of(3.0), Optional.of(4.0), Optional.of(2.0));
    assertThat(markup.toString())
        .contains("x1=\"60.0\"", "class=\"dot\" cx=\"115.0\"", "class=\"dot other\" cx=\"5.0\"");
    assertThat(Strip.over(List.of(0.5)).low()).isLessThan(0.5);
    assertThat(Strip.over(List.of())).isEqualTo(new Strip(0, 1));
  }

  @Test
  void barsGoFromZeroToTheirFigure() {
    var markup = new Markup();
    new Strip(-1, 1).bar(markup, 0.5);
    new Strip(-1, 1).bar(markup, -1);
    assertThat(markup.toString())
        .contains("class=\"bar\" x=\"60.0\" y=\"1\" height=\"10\" width=\"27.5\"")
        .contains("class=\"bar less\" x=\"5.0\" y=\"1\" height=\"10\" width=\"55.0\"");
  }
}

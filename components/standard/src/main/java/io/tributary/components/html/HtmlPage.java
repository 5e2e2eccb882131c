package io.tributary.components.html;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.tributary.api.digest.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;

/**
 * A page that needs nothing else: a browser that opens it asks nobody for anything, and executes
 * nothing but {@code script}.
 *
 * @param title of the window
 * @param style beside the colours, which all pages share
 * @param body what it says
 * @param script empty for none
 */
public record HtmlPage(String title, String style, Markup body, String script) {
  private static final String THEME = resource(HtmlPage.class, "theme.css");

  public HtmlPage {
    requireNonNull(title, "title");
    requireNonNull(style, "style");
    requireNonNull(body, "body");
    requireNonNull(script, "script");
  }

  /** A document, to be read from top to bottom. */
  public static HtmlPage document(String title, Markup body) {
    return new HtmlPage(title, resource(HtmlPage.class, "document.css"), body, "");
  }

  /** The page as text, to be written in UTF-8. */
  public String html() {
    var sheet = THEME + style;
    var page = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n");
    page.append("<meta charset=\"utf-8\">\n")
        .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';")
        .append(" base-uri 'none'; form-action 'none'; style-src 'sha256-")
        .append(digest(sheet))
        .append("'");
    if (!script.isEmpty()) {
      page.append("; script-src 'sha256-").append(digest(script)).append("'");
    }
    page.append("\">\n")
        .append(new Markup().element("title", title))
        .append("<style>")
        .append(sheet)
        .append("</style>\n</head>\n<body>\n")
        .append(body);
    if (!script.isEmpty()) {
      page.append("<script>").append(script).append("</script>\n");
    }
    return page.append("</body>\n</html>\n").toString();
  }

  /** What the page's security policy knows a script or style by. */
  private static String digest(String content) {
    return Base64.getEncoder().encodeToString(Sha256.create().digest(content.getBytes(UTF_8)));
  }

  /** The text of a style or script that lies beside a class. */
  public static String resource(Class<?> beside, String name) {
    try (var in = beside.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + ": absent (expected: beside " + beside + ")");
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

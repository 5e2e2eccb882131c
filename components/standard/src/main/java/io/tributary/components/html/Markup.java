package io.tributary.components.html;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * HTML in the making. Whatever texts and attributes hold, none of it becomes markup, turns the
 * direction of what stands around it, or hides. Not thread-safe.
 *
 * <pre>{@code
 * markup.heading("Slices").open("table").row("th", "Slice", "AUC").row("td", name, "0.91");
 * }</pre>
 */
public final class Markup {
  /** Elements behind which a line of the file ends. */
  private static final Set<String> BLOCKS =
      Set.of(
          "h1",
          "h2",
          "p",
          "pre",
          "ul",
          "ol",
          "li",
          "nav",
          "div",
          "table",
          "thead",
          "tr",
          "svg",
          "script",
          "noscript",
          "title");

  private static final char UNPRINTABLE = '\ufffd';

  private final StringBuilder text = new StringBuilder();
  private final List<String> headings = new ArrayList<>();

  /**
   * Begins an element.
   *
   * @param attributes names and values in turn
   */
  public Markup open(String tag, String... attributes) {
    text.append('<').append(tag);
    for (int i = 0; i < attributes.length; i += 2) {
      text.append(' ').append(attributes[i]).append("=\"");
      text(attributes[i + 1]);
      text.append('"');
    }
    text.append('>');
    return this;
  }

  /** Ends an element. */
  public Markup close(String tag) {
    text.append("</").append(tag).append('>');
    if (BLOCKS.contains(tag)) {
      text.append('\n');
    }
    return this;
  }

  /** An element that holds a text. */
  public Markup element(String tag, String content, String... attributes) {
    return open(tag, attributes).text(content).close(tag);
  }

  /** The heading of a section, which links can point at. */
  public Markup heading(String title) {
    headings.add(title);
    return element("h2", title, "id", anchor(title));
  }

  /** The headings so far. */
  public List<String> headings() {
    return List.copyOf(headings);
  }

  /** Where links to the section of that heading point. */
  public static String anchor(String title) {
    return title.toLowerCase(Locale.ROOT).replace(' ', '-');
  }

  /** Begins a table of figures, which scrolls if it is larger than the window. */
  public Markup table(List<String> header) {
    return table("figures", header);
  }

  /** Begins a table of figures, likewise. */
  public Markup table(String... header) {
    return table(List.of(header));
  }

  /** Begins a table of words rather than figures: all of its columns read from the left. */
  public Markup words(String... header) {
    return table("words", List.of(header));
  }

  private Markup table(String kind, List<String> header) {
    open("div", "class", "scroll", "tabindex", "0").open("table", "class", kind);
    open("thead").open("tr");
    header.forEach(title -> element("th", title, "scope", "col"));
    return close("tr").close("thead").open("tbody");
  }

  /** Ends a table. */
  public Markup endTable() {
    return close("tbody").close("table").close("div");
  }

  /** A cell of a table. */
  public Markup cell(String content) {
    return element("td", content);
  }

  /** A cell of a class of the stylesheet, such as {@code pass}. */
  public Markup cell(String content, String kind) {
    return element("td", content, "class", kind);
  }

  /** A figure that may be unknown. */
  public Markup cell(Optional<String> content) {
    return content.isPresent() ? cell(content.get()) : cell("–", "none");
  }

  /** A remark in small letters. */
  public Markup remark(String remark) {
    return remark.isBlank() ? this : element("p", remark.strip(), "class", "faint");
  }

  /** A text. */
  public Markup text(String content) {
    for (int i = 0; i < content.length(); i++) {
      char c = content.charAt(i);
      switch (c) {
        case '&' -> text.append("&amp;");
        case '<' -> text.append("&lt;");
        case '>' -> text.append("&gt;");
        case '"' -> text.append("&quot;");
        case '\'' -> text.append("&#39;");
        default -> text.append(isPrintable(content, i) ? c : UNPRINTABLE);
      }
    }
    return this;
  }

  private static boolean isPrintable(String content, int i) {
    char c = content.charAt(i);
    if (Character.isHighSurrogate(c)) {
      return i + 1 < content.length() && Character.isLowSurrogate(content.charAt(i + 1));
    } else if (Character.isLowSurrogate(c)) {
      return i > 0 && Character.isHighSurrogate(content.charAt(i - 1));
    }
    boolean isControl = Character.isISOControl(c) && c != '\n' && c != '\t';
    boolean turns = (c >= '\u202a' && c <= '\u202e') || (c >= '\u2066' && c <= '\u2069');
    return !isControl && !turns;
  }

  /**
   * Data for scripts of the page, which they find under {@code id}.
   *
   * @param json in UTF-8; nothing in it can end the element that it stands in
   */
  public Markup script(String id, byte[] json) {
    open("script", "type", "application/json", "id", id);
    text.append(
        new String(json, UTF_8)
            .replace("&", "\\u0026")
            .replace("<", "\\u003c")
            .replace(">", "\\u003e"));
    return close("script");
  }

  /** What another has said. */
  public Markup append(Markup other) {
    text.append(other.text);
    headings.addAll(other.headings);
    return this;
  }

  /** A text of no more than {@code most} characters; a longer one is cut, and says so. */
  public static String brief(String content, int most) {
    int length = content.codePointCount(0, content.length());
    return length <= most
        ? content
        : content.substring(0, content.offsetByCodePoints(0, most))
            + "… ("
            + length
            + " characters)";
  }

  @Override
  public String toString() {
    return text.toString();
  }
}

package io.tributary.interop;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/**
 * A Chromium without a window: the one that {@code TRIBUTARY_CHROMIUM} names, or the system's.
 * Where there is none, tests are left out.
 */
final class Chromium implements AutoCloseable {
  private final Playwright playwright;
  private final Browser browser;
  private final List<String> complaints = new ArrayList<>();
  private final List<String> requests = new ArrayList<>();

  private Chromium(Path program) {
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(program)
                    .setArgs(List.of("--no-sandbox")));
  }

  static Chromium start() {
    return new Chromium(
        find()
            .orElseThrow(
                () ->
                    new TestAbortedException(
                        "Chromium: none found (expected: a program chromium, chromium-browser or google-chrome on PATH, or named in TRIBUTARY_CHROMIUM); for instance: apt-get install chromium")));
  }

  private static Optional<Path> find() {
    var named = System.getenv("TRIBUTARY_CHROMIUM");
    if (named != null) {
      return Optional.of(Path.of(named));
    }
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
        .filter(folder -> !folder.isEmpty())
        .flatMap(
            folder ->
                Stream.of("chromium", "chromium-browser", "google-chrome")
                    .map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Opens a file in a window of its own, for somebody who likes it light or dark. */
  Page open(Path file, ColorScheme scheme) {
    var page =
        browser.newPage(
            new Browser.NewPageOptions().setViewportSize(1400, 1400).setColorScheme(scheme));
    page.onConsoleMessage(message -> complaints.add(message.type() + ": " + message.text()));
    page.onPageError(complaints::add);
    page.onDialog(
        dialog -> {
          complaints.add("dialog: " + dialog.message());
          dialog.dismiss();
        });
    page.onRequest(request -> requests.add(request.url()));
    page.navigate(file.toUri().toString());
    return page;
  }

  /** What pages have printed, thrown and asked so far. */
  List<String> complaints() {
    return complaints;
  }

  /** What pages have fetched so far, themselves included. */
  List<String> requests() {
    return requests;
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}

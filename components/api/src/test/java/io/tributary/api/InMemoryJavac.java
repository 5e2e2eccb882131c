package io.tributary.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Compiles sources against the class path of the test, without touching the disk.
 *
 * @param errors javac's messages, in English, by name of the class in whose source they are
 * @param classes finds what was compiled
 */
public record InMemoryJavac(Map<String, List<String>> errors, ClassLoader classes) {

  /**
   * Compiles all sources at once.
   *
   * @param sources by simple name of their top-level class
   */
  public static InMemoryJavac compile(String packageName, Map<String, String> sources) {
    var javac = ToolProvider.getSystemJavaCompiler();
    var diagnostics = new DiagnosticCollector<JavaFileObject>();
    var compiled = new HashMap<String, ByteArrayOutputStream>();
    var units = new ArrayList<Source>();
    sources.forEach((name, text) -> units.add(new Source(name, text)));
    try (var files =
        new Captured(
            javac.getStandardFileManager(diagnostics, Locale.ENGLISH, StandardCharsets.UTF_8),
            compiled)) {
      var options =
          List.of(
              "-proc:none",
              "-nowarn",
              "-Xmaxerrs",
              "10000",
              "-classpath",
              System.getProperty("java.class.path"));
      javac.getTask(null, files, diagnostics, options, null, units).call();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var errors = new HashMap<String, List<String>>();
    for (var diagnostic : diagnostics.getDiagnostics()) {
      if (diagnostic.getKind() == Diagnostic.Kind.ERROR) {
        var name = diagnostic.getSource() instanceof Source source ? source.name : packageName;
        errors
            .computeIfAbsent(name, absent -> new ArrayList<>())
            .add(withoutPackages(diagnostic.getMessage(Locale.ENGLISH)));
      }
    }
    return new InMemoryJavac(errors, new Classes(compiled));
  }

  /** As the command line shows messages, which the API words with qualified names. */
  private static String withoutPackages(String message) {
    return message.replaceAll("\\b([a-z]+\\.)+(?=[A-Z])", "");
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String name;
    private final String text;

    Source(String name, String text) {
      super(URI.create("memory:///" + name + ".java"), Kind.SOURCE);
      this.name = name;
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  private static final class Captured extends ForwardingJavaFileManager<StandardJavaFileManager> {
    private final Map<String, ByteArrayOutputStream> compiled;

    Captured(StandardJavaFileManager files, Map<String, ByteArrayOutputStream> compiled) {
      super(files);
      this.compiled = compiled;
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        JavaFileManager.Location location,
        String className,
        JavaFileObject.Kind kind,
        FileObject sibling) {
      return new SimpleJavaFileObject(URI.create("memory:///" + className), kind) {
        @Override
        public OutputStream openOutputStream() {
          var bytes = new ByteArrayOutputStream();
          compiled.put(className, bytes);
          return bytes;
        }
      };
    }
  }

  private static final class Classes extends ClassLoader {
    private final Map<String, ByteArrayOutputStream> compiled;

    Classes(Map<String, ByteArrayOutputStream> compiled) {
      super(InMemoryJavac.class.getClassLoader());
      this.compiled = compiled;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      var bytes = compiled.get(name);
      if (bytes == null) {
        throw new ClassNotFoundException(name);
      }
      return defineClass(name, bytes.toByteArray(), 0, bytes.size());
    }
  }
}

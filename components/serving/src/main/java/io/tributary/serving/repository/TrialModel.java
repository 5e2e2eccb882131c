package io.tributary.serving.repository;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.regex.Pattern;

/**
 * A model in the repository that is there to be tried out, until it is closed. Its name ends as its
 * staging directory is named, whose lock tells whether the process that tries it lives.
 */
public final class TrialModel implements AutoCloseable {
  /** The only version of a model on trial. */
  public static final long VERSION = 1;

  private static final String PREFIX = "tributary-trial-";

  /** No model that people name is taken for one on trial. */
  private static final Pattern NAME = Pattern.compile(PREFIX + "[0-9]+-[0-9a-z]+-[0-9]+");

  private final String name;
  private final Path root;
  private final Staging staging;

  TrialModel(String name, Path root, Staging staging) {
    this.name = name;
    this.root = root;
    this.staging = staging;
  }

  static String name(Path staging) {
    return PREFIX + staging.getFileName();
  }

  static boolean isName(String model) {
    return NAME.matcher(model).matches();
  }

  static String stagingName(String model) {
    return model.substring(PREFIX.length());
  }

  static void takeAway(Path model, Staging staging) throws IOException {
    try {
      Files.move(model, staging.directory().resolve("removed"), StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      if (Files.exists(model)) {
        throw e;
      }
    }
  }

  /** The name that a server knows it under. */
  public String name() {
    return name;
  }

  /** Takes it away; no server may have it loaded any more, or be loading it. */
  @Override
  public void close() {
    try (staging) {
      takeAway(root.resolve(name), staging);
      Staging.sync(root);
    } catch (IOException e) {
      throw RepositoryException.of("remove " + root.resolve(name), e);
    }
  }
}

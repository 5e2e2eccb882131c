package io.tributary.serving.repository;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Where changes to a repository are prepared: beside its root, where no server sees them; or, where
 * nothing can be renamed from there into the root, because that is a volume of its own or its
 * parent cannot be written, in a directory of the root whose name begins with a dot, which is there
 * only as long as it is needed.
 *
 * @param root of the repository
 */
record StagingArea(Path root) {

  /** A fresh staging directory. */
  Staging open() throws IOException {
    Files.createDirectories(root);
    Optional<Staging> beside = openBeside();
    return beside.isPresent() ? beside.get() : Staging.openAndLeaveNothing(inside());
  }

  private Optional<Staging> openBeside() {
    try {
      Staging staging = Staging.open(beside());
      if (leadsIntoRoot(staging.directory())) {
        return Optional.of(staging);
      }
      staging.close();
    } catch (IOException e) {
      return Optional.empty(); // whatever it is: what hinders inside, too, is told there
    }
    return Optional.empty();
  }

  /** Found out by a file: a server takes only directories for models. */
  private boolean leadsIntoRoot(Path staging) throws IOException {
    Path probe = Files.createFile(staging.resolve("probe"));
    Path moved = root.resolve("." + staging.getFileName() + ".probe");
    try {
      Files.move(probe, moved, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      return false;
    }
    Files.delete(moved);
    return true;
  }

  /** Removes what dead processes left. */
  void sweep(Instant now) throws IOException {
    for (Path place : places()) {
      Staging.sweep(place, now);
    }
  }

  /** Whether there is a staging directory of this name. */
  boolean holds(String name) {
    return places().stream().anyMatch(place -> Files.exists(place.resolve(name)));
  }

  private List<Path> places() {
    return List.of(beside(), inside());
  }

  private Path beside() {
    return root.resolveSibling("." + root.getFileName() + ".staging");
  }

  private Path inside() {
    return root.resolve(".staging");
  }
}

package io.tributary.cli.home;

import io.tributary.api.Explanation;
import io.tributary.cli.command.UsageException;
import io.tributary.core.RunHome;
import io.tributary.core.RunJars;
import io.tributary.core.RunRefusedException;
import io.tributary.core.artifact.StoredArtifact;
import io.tributary.core.launcher.Activity;
import io.tributary.metadata.MetadataException;
import io.tributary.metadata.PipelineRun;
import io.tributary.metadata.RunState;
import io.tributary.proto.mlmd.Artifact;
import io.tributary.proto.mlmd.GetArtifactsRequest;
import io.tributary.proto.mlmd.ListOperationOptions;
import io.tributary.server.view.FindingView;
import io.tributary.server.view.StoredRun;
import io.tributary.serving.OnnxModel;
import io.tributary.serving.repository.ModelRepository;
import io.tributary.serving.repository.RepositoryException;
import io.tributary.telemetry.Telemetry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Examines an installation, and says what is wrong with it and how to mend that. */
public final class Doctor {
  private static final int RECENT_RUNS = 100;
  private static final int RECENT_ARTIFACTS = 100;
  private static final long LITTLE_SPACE = 1L << 30;

  private final Home home;
  private final boolean thorough;
  private final List<FindingView> findings = new ArrayList<>();

  /**
   * @param thorough whether contents are read, and not only looked for
   */
  public Doctor(Home home, boolean thorough) {
    this.home = home;
    this.thorough = thorough;
  }

  public List<FindingView> examine() {
    java();
    onnxRuntime();
    examples();
    check(
        "telemetry",
        () -> Telemetry.problems(System.getenv()).forEach(text -> wrong("telemetry", text)));
    if (folder()) {
      try (var opened = home.openExisting()) {
        good("metadata", opened.metadata().location());
        examine(opened);
      } catch (MetadataException | UsageException e) {
        wrong("metadata", String.valueOf(e.getMessage()));
      }
    }
    return List.copyOf(findings);
  }

  private void examine(RunHome opened) {
    check("home", () -> belongsTo(opened));
    check("runs", () -> runs(opened));
    check("jars", () -> jars(opened));
    check("artifacts", () -> artifacts(opened));
    check("staging area", () -> staged(opened));
    check("serving", () -> serving(new ModelRepository(opened.serving())));
  }

  /** Looks at one thing; it is good if nothing else is said about it. */
  private interface Check {
    void look() throws IOException;
  }

  private void check(String name, Check check) {
    int before = findings.size();
    try {
      check.look();
    } catch (IOException e) {
      wrong(name, e.toString());
    }
    if (findings.size() == before) {
      good(name, "");
    }
  }

  private void good(String check, String text) {
    findings.add(new FindingView(check, FindingView.State.GOOD, text));
  }

  private void wrong(String check, String text) {
    findings.add(new FindingView(check, FindingView.State.WRONG, text));
  }

  private void wrong(String check, String where, String value, String expected, String remedy) {
    wrong(check, new Explanation(where, value, expected, remedy).toString());
  }

  private void warn(String check, String where, String value, String expected, String remedy) {
    findings.add(
        new FindingView(
            check,
            FindingView.State.WARNING,
            new Explanation(where, value, expected, remedy).toString()));
  }

  private void java() {
    if (!ByteBuffer.class.getModule().isOpen("java.nio", Doctor.class.getModule())) {
      wrong(
          "java",
          "JVM",
          "java.base/java.nio is closed to Arrow",
          "the option --add-opens=java.base/java.nio=ALL-UNNAMED",
          "start with ./tributary or java -jar, which bring it along, or add it");
      return;
    }
    good("java", Runtime.version() + ", " + System.getProperty("java.home"));
  }

  private void onnxRuntime() {
    try {
      good("onnxruntime", OnnxModel.runtimeVersion());
    } catch (RuntimeException | LinkageError e) {
      wrong(
          "onnxruntime",
          "native library",
          e.toString(),
          "ONNX Runtime for this platform",
          "delete pipelines/target/tributary, so that ./tributary builds and unpacks it again");
    }
  }

  private void examples() {
    var folder = System.getProperty("tributary.examples");
    if (folder != null) {
      check(
          "examples",
          () -> {
            if (!Files.isDirectory(Path.of(folder))) {
              wrong(
                  "examples",
                  folder,
                  "no such folder",
                  "the data of the example pipelines",
                  "restore pipelines/data of the checkout");
            }
          });
    }
  }

  /** Whether there is a home to look into. */
  private boolean folder() {
    Path folder;
    try {
      folder = home.directory().toAbsolutePath();
    } catch (UsageException e) {
      wrong("home", String.valueOf(e.getMessage()));
      return false;
    }
    if (!Files.exists(folder)) {
      good("home", folder + " does not exist yet; the first run makes it");
      return false;
    } else if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
      wrong(
          "home",
          folder.toString(),
          Files.isDirectory(folder) ? "not writable" : "a file",
          "a folder that this user may write to",
          "move it away, give the user the permission, or name another with --home");
      return false;
    }
    try {
      long free = Files.getFileStore(folder).getUsableSpace();
      if (free < LITTLE_SPACE) {
        warn(
            "home",
            folder.toString(),
            (free >> 20) + " MiB free",
            "1 GiB at least, as payloads are written before they are published",
            "make room, or name another place with --home");
      }
    } catch (IOException e) {
      wrong("home", e.toString());
    }
    return true;
  }

  private void belongsTo(RunHome opened) throws IOException {
    try {
      opened.checkArtifacts();
    } catch (RunRefusedException e) {
      wrong("home", String.valueOf(e.getMessage()));
    }
  }

  private static List<PipelineRun> unfinished(RunHome opened) {
    return opened.metadata().runs().newest(RECENT_RUNS).stream()
        .filter(run -> run.state() != RunState.COMPLETE)
        .toList();
  }

  private void runs(RunHome opened) {
    for (var run : unfinished(opened)) {
      if (run.state() == RunState.RUNNING
          && !Activity.isUnderWay(opened, run.id())
          && !StoredRun.waitsForNode(opened, run.id())) {
        wrong(
            "runs",
            "run '" + run.id() + "'",
            "RUNNING, but nobody works on it: " + run.owner() + " has ended",
            "to be ended, or gone on with",
            Hints.of(opened).command("resume " + run.id()));
      }
    }
  }

  private void jars(RunHome opened) throws IOException {
    for (var run : unfinished(opened)) {
      try {
        RunJars.recall(opened, run.id());
      } catch (RunRefusedException e) {
        wrong("jars", String.valueOf(e.getMessage()));
      }
    }
  }

  private void artifacts(RunHome opened) throws IOException {
    var newest =
        opened
            .metadata()
            .store()
            .getArtifacts(
                GetArtifactsRequest.newBuilder()
                    .setOptions(
                        ListOperationOptions.newBuilder()
                            .setMaxResultSize(RECENT_ARTIFACTS)
                            .setOrderByField(
                                ListOperationOptions.OrderByField.newBuilder()
                                    .setField(ListOperationOptions.OrderByField.Field.ID)
                                    .setIsAsc(false)))
                    .build())
            .getArtifactsList();
    for (var artifact : newest) {
      var digest = artifact.getCustomPropertiesMap().get(StoredArtifact.CONTENT_DIGEST);
      if (artifact.getState() == Artifact.State.LIVE && digest != null) {
        boolean there =
            opened.artifacts().isComplete(artifact.getUri(), digest.getStringValue())
                && (!thorough || opened.artifacts().isIntact(artifact.getUri()));
        if (!there) {
          wrong(
              "artifacts",
              artifact.getType() + " " + artifact.getId() + " at " + artifact.getUri(),
              "gone, or changed since it was published",
              "the files of its manifest",
              "restore them from a backup; else the next run makes them again");
        }
      }
    }
  }

  private void staged(RunHome opened) throws IOException {
    for (var attempt : opened.artifacts().staged()) {
      if (!Activity.isUnderWay(opened, attempt.runId())) {
        warn(
            "staging area",
            "attempt " + attempt,
            "left behind by a process that has ended",
            "to be dropped",
            Hints.of(opened).command("resume " + attempt.runId())
                + " commits or drops it; so does the next run, if the run is known");
      }
    }
  }

  private void serving(ModelRepository repository) {
    for (var model : repository.models()) {
      try {
        for (long version : repository.served(model)) {
          repository.verify(model, version);
          if (thorough) {
            OnnxModel.open(repository.directory(model, version).resolve(ModelRepository.MODEL_FILE))
                .close();
          }
        }
      } catch (RepositoryException | IllegalArgumentException e) {
        wrong("serving", String.valueOf(e.getMessage()));
      }
    }
  }
}

package io.tributary.cli.model;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.artifact.InfraBlessing;
import io.tributary.api.artifact.ModelBlessing;
import io.tributary.api.artifact.PushedModel;
import io.tributary.cli.command.ShellWord;
import io.tributary.cli.command.UsageException;
import io.tributary.cli.home.Hints;
import io.tributary.cli.home.Home;
import io.tributary.components.card.ModelCard;
import io.tributary.components.card.ModelCard.Evaluated;
import io.tributary.components.card.ModelCard.Finding;
import io.tributary.components.card.ModelCard.Origin;
import io.tributary.components.card.ModelFiles;
import io.tributary.components.evaluator.EvaluationResult;
import io.tributary.components.evaluator.Importances;
import io.tributary.components.schema.SchemaReader;
import io.tributary.components.transform.FeatureDescription;
import io.tributary.core.RunHome;
import io.tributary.core.launcher.RunContexts;
import io.tributary.core.launcher.RunSettings;
import io.tributary.proto.mlmd.Artifact;
import io.tributary.proto.mlmd.GetArtifactsByURIRequest;
import io.tributary.proto.tfmd.Schema;
import io.tributary.server.view.ArtifactView;
import io.tributary.server.view.LineageView;
import io.tributary.server.view.StoredArtifacts;
import io.tributary.server.view.StoredRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Gathers what is known of a model that a user has named.
 *
 * @param home where artifacts and their lineage are
 * @param evaluation a directory with an evaluation to show instead of what the lineage knows
 */
record ModelCards(Home home, Optional<Path> evaluation) {
  private static final String MODEL = "Model";

  /** What can be written for a parameter, for its description. */
  static final String DESCRIPTION =
      "Directory of a model, the id of an artifact of type Model (see: tributary artifacts --type"
          + " Model), or a run that has made one; latest is the newest.";

  /**
   * A card, and where it comes from.
   *
   * @param home directory of the home whose artifact it is; empty if it is none
   */
  record Found(ModelCard card, Optional<Path> home) {}

  /**
   * The card.
   *
   * @param given a directory, the id of an artifact, or of a run
   * @throws UsageException if it names no model
   * @throws ExecutionFailure if the files of the model cannot be read
   */
  Found find(String given) throws IOException {
    var path = Path.of(given);
    if (!Files.isDirectory(path) && !home.exists()) {
      throw new UsageException(
          "model " + given,
          "no such directory, and no home that knows of artifacts and runs",
          "the directory of a model, or with a home the id of an artifact or of a run",
          "mend the path, or name the home with --home");
    }
    if (!Files.isDirectory(path)) {
      try (var opened = home.openExisting()) {
        return of(artifact(given, opened), opened);
      }
    }
    var around = home.around(path);
    if (around.isPresent() && !Files.isWritable(around.get())) {
      return new Found(
          alone(given, path, "the home of " + given + ", " + around.get() + ", is not writable."),
          Optional.empty());
    }
    var state = home.openAround(path);
    if (state.isPresent()) {
      try (var opened = state.get()) {
        var stored = at(path, opened);
        if (stored.isPresent()) {
          return of(stored.get(), opened);
        }
      }
    }
    return new Found(alone(given, path, given + " is no artifact of a home."), Optional.empty());
  }

  /**
   * What its own files say of a model.
   *
   * @param why no more is known
   */
  private ModelCard alone(String given, Path directory, String why) throws IOException {
    return new ModelCard(
        given,
        ModelFiles.read(directory),
        List.of(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        List.of(),
        named(),
        List.of("Data, schema, features and how to reproduce: " + why));
  }

  /** The evaluation that the user has named. */
  private Optional<Evaluated> named() {
    if (evaluation.isEmpty()) {
      return Optional.empty();
    }
    var directory = evaluation.get();
    try {
      return Optional.of(
          new Evaluated(
              directory.toString(),
              OptionalLong.empty(),
              Optional.empty(),
              EvaluationResult.read(directory),
              Importances.find(directory)));
    } catch (IOException e) {
      throw new UsageException(
          "--evaluation " + directory,
          e instanceof NoSuchFileException
              ? "no " + EvaluationResult.FILE + " in it"
              : "" + e.getMessage(),
          "a directory as tributary model evaluate --out writes it",
          "mend the path, or judge the model again");
    }
  }

  private static Optional<Artifact> at(Path directory, RunHome opened) throws IOException {
    var names = new LinkedHashSet<String>();
    var real = directory.toRealPath();
    names.add(directory.toAbsolutePath().normalize().toString());
    names.add(real.toString());
    var home = opened.directory().toRealPath();
    if (real.startsWith(home)) {
      names.add(opened.directory().resolve(home.relativize(real)).toString());
    }
    return opened
        .metadata()
        .store()
        .getArtifactsByURI(GetArtifactsByURIRequest.newBuilder().addAllUris(names).build())
        .getArtifactsList()
        .stream()
        .filter(artifact -> artifact.getType().equals(MODEL))
        .findFirst();
  }

  private static Artifact artifact(String given, RunHome opened) {
    if (!given.isEmpty() && given.chars().allMatch(c -> c >= '0' && c <= '9')) {
      var artifact = StoredArtifacts.find(opened.metadata().store(), id(given));
      if (!artifact.getType().equals(MODEL)) {
        throw new UsageException(
            "artifact " + given,
            artifact.getType(),
            MODEL,
            "see: tributary artifacts --type " + MODEL);
      }
      return artifact;
    }
    var models = StoredRun.read(opened, given).artifacts(MODEL);
    if (models.size() != 1) {
      throw new UsageException(
          "run '" + given + "'",
          models.isEmpty() ? "made no model" : "made models " + ids(models),
          "a run that made one model",
          models.isEmpty()
              ? "name another run, or see: tributary artifacts --type " + MODEL
              : "name one of them");
    }
    return models.get(0);
  }

  private static long id(String given) {
    try {
      return Long.parseLong(given);
    } catch (NumberFormatException e) {
      throw new UsageException("artifact " + given, "a number beyond all ids", "an id", "mend it");
    }
  }

  private static List<Long> ids(List<Artifact> artifacts) {
    return artifacts.stream().map(Artifact::getId).toList();
  }

  private Found of(Artifact artifact, RunHome opened) throws IOException {
    var model = ModelFiles.read(opened.artifacts().path(artifact.getUri()));
    return new Found(
        new Gathering(artifact, opened).card(model, named()), Optional.of(opened.directory()));
  }

  /** The card of an artifact under way. */
  private static final class Gathering {
    private final Artifact artifact;
    private final RunHome opened;
    private final List<LineageView> before;
    private final LineageView after;
    private final List<String> absent = new ArrayList<>();

    Gathering(Artifact artifact, RunHome opened) {
      this.artifact = artifact;
      this.opened = opened;
      before = ModelData.oldestFirst(lineage(artifact.getId(), false));
      after = lineage(artifact.getId(), true);
    }

    private LineageView lineage(long id, boolean downstream) {
      return LineageView.of(opened.metadata().store(), id, downstream, Integer.MAX_VALUE);
    }

    ModelCard card(ModelFiles model, Optional<Evaluated> named) throws IOException {
      var origin = origin();
      var evaluated = named.isPresent() ? named : evaluated();
      return new ModelCard(
          origin.pipeline() + ": model " + artifact.getId(),
          model,
          read("TransformGraph", "transform.json", FeatureDescription::read).orElse(List.of()),
          this.<Schema>read("Schema", SchemaReader.FILE, SchemaReader::readFile),
          new ModelData(before, opened, absent).sources(),
          Optional.of(origin),
          findings(),
          evaluated,
          absent);
    }

    private Origin origin() {
      var run =
          before.get(before.size() - 1).executions().stream()
              .flatMap(step -> RunContexts.runOf(opened.metadata().store(), step.id()).stream())
              .findFirst();
      return new Origin(
          artifact.getId(),
          ArtifactView.text(artifact, "content_digest"),
          ArtifactView.text(artifact, "pipeline_name"),
          run,
          Instant.ofEpochMilli(artifact.getCreateTimeSinceEpoch()),
          ArtifactView.text(artifact, "tributary_version"),
          run.flatMap(this::command));
    }

    private Optional<String> command(String run) {
      var settings = RunSettings.stored(opened, run, RunSettings.DEFAULT);
      var seed = settings.seed() == RunSettings.DEFAULT_SEED ? "" : " --seed " + settings.seed();
      var push =
          settings
              .pushTarget()
              .map(
                  target ->
                      " --push "
                          + ShellWord.of(target.address())
                          + " --repository "
                          + ShellWord.of(target.repository().toString()))
              .orElse("");
      return settings.command().map(words -> Hints.of(opened).command(words + seed + push));
    }

    /** What judged this model, as opposed to one that it was compared with; the newest first. */
    private List<LineageView.Step> judgements() {
      return after.executions().stream()
          .filter(
              step ->
                  step.artifacts().stream()
                      .anyMatch(
                          made ->
                              made.type().equals("ModelBlessing")
                                  && String.valueOf(artifact.getId())
                                      .equals(text(made, ModelBlessing.CURRENT_MODEL_ID.name()))))
          .sorted(Comparator.comparingLong(LineageView.Step::id).reversed())
          .toList();
    }

    private Optional<Evaluated> evaluated() {
      for (var step : judgements()) {
        for (var made : step.artifacts()) {
          if (made.type().equals("ModelEvaluation")) {
            var result =
                read(made, EvaluationResult.FILE, path -> EvaluationResult.read(beside(path)));
            if (result.isPresent()) {
              return Optional.of(
                  new Evaluated(
                      "ModelEvaluation " + made.id(),
                      OptionalLong.of(made.id()),
                      judgedOn(made),
                      result.get(),
                      importances(made)));
            }
          }
        }
      }
      return Optional.empty();
    }

    private Optional<Importances> importances(LineageView evaluation) {
      var file = opened.artifacts().path(evaluation.uri()).resolve(Importances.FILE);
      return Files.exists(file)
          ? read(evaluation, Importances.FILE, path -> Importances.find(beside(path)).orElseThrow())
          : Optional.empty();
    }

    private static Path beside(Path file) {
      return file.resolveSibling("");
    }

    private Optional<String> judgedOn(LineageView evaluation) {
      return lineage(evaluation.id(), false).executions().stream()
          .flatMap(step -> step.artifacts().stream())
          .filter(used -> used.type().equals("Examples"))
          .map(used -> text(used, "content_digest"))
          .findFirst();
    }

    private List<Finding> findings() {
      var findings = new ArrayList<Finding>();
      judgements().stream()
          .limit(1)
          .flatMap(step -> step.artifacts().stream())
          .filter(made -> made.type().equals("ModelBlessing"))
          .map(
              made ->
                  finding(
                      "model", made, ModelBlessing.BLESSED.name(), ModelBlessing.MESSAGE.name()))
          .forEach(findings::add);
      after.executions().stream()
          .flatMap(step -> step.artifacts().stream())
          .filter(made -> made.type().equals("InfraBlessing"))
          .map(
              made ->
                  finding(
                      "serving", made, InfraBlessing.BLESSED.name(), InfraBlessing.MESSAGE.name()))
          .forEach(findings::add);
      after.executions().stream()
          .flatMap(step -> step.artifacts().stream())
          .filter(made -> made.type().equals("PushedModel"))
          .map(made -> finding("push", made, PushedModel.PUSHED.name(), PushedModel.MESSAGE.name()))
          .forEach(findings::add);
      return findings;
    }

    private static Finding finding(String what, LineageView of, String passed, String message) {
      return new Finding(what, text(of, passed).equals("1"), text(of, message));
    }

    private static String text(LineageView of, String property) {
      return String.valueOf(of.customProperties().getOrDefault(property, ""));
    }

    /** Reads a file of the last artifact of that type before the model. */
    private <T> Optional<T> read(String type, String file, Reader<T> reader) {
      var found = before.stream().filter(view -> view.type().equals(type)).toList();
      return found.isEmpty() ? Optional.empty() : read(found.get(found.size() - 1), file, reader);
    }

    private <T> Optional<T> read(LineageView of, String file, Reader<T> reader) {
      var path = opened.artifacts().path(of.uri()).resolve(file);
      try {
        if (!Files.exists(path)) {
          absent.add(of.type() + " " + of.id() + ": its " + file + " is gone.");
          return Optional.empty();
        }
        return Optional.of(reader.read(path));
      } catch (ExecutionFailure | IOException e) {
        absent.add(of.type() + " " + of.id() + ": " + e.getMessage());
        return Optional.empty();
      }
    }
  }

  /** Reads what is in a file. */
  interface Reader<T> {
    T read(Path file) throws IOException;
  }
}

package io.tributary.components.trainer;

import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.data.Dataset;
import io.tributary.api.data.ExamplesReader;
import io.tributary.components.transform.FittedTransform.Feature;
import io.tributary.components.transform.FittedTransform.Label;
import io.tributary.components.transform.FittedTransform.LabelKind;
import io.tributary.components.transform.Task;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Reads transformed examples into memory and checks that they can be learned from. A vector of K
 * components becomes K numbers, called {@code NAME/0} to {@code NAME/(K-1)}.
 */
public final class ExamplesLoader {
  private static final ArrowType FLOAT32 =
      new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
  private static final ArrowType INT64 = new ArrowType.Int(64, true);
  private static final ArrowType UTF8 = new ArrowType.Utf8();

  private final String where;
  private final List<Feature> features;
  private final List<Label> labels;
  private final Optional<String> weight;
  private final Task task;

  /**
   * A loader of these columns.
   *
   * @param where what messages call the examples
   * @param labels those that the task is about
   * @param weight the column that tells how much rows count; empty if all count the same
   */
  public ExamplesLoader(
      String where,
      List<Feature> features,
      List<Label> labels,
      Optional<String> weight,
      Task task) {
    this.where = where;
    this.features = features;
    this.labels = labels;
    this.weight = weight;
    this.task = task;
  }

  /**
   * Reads all rows.
   *
   * @throws io.tributary.api.ExecutionFailure that tells everything wrong with the columns or, when
   *     the columns are right, everything wrong with the rows
   */
  public TrainingData load(Dataset dataset, String digest, BufferAllocator allocator)
      throws IOException {
    return load(dataset, digest, allocator, Optional.empty());
  }

  /**
   * Reads all rows, to be judged by a model for {@code classes}: their labels need not differ.
   *
   * @throws io.tributary.api.ExecutionFailure as the other does
   */
  public TrainingData loadEvaluation(
      Dataset dataset, String digest, BufferAllocator allocator, List<String> classes)
      throws IOException {
    return load(dataset, digest, allocator, Optional.of(classes));
  }

  private TrainingData load(
      Dataset dataset, String digest, BufferAllocator allocator, Optional<List<String>> classes)
      throws IOException {
    var columns = features.stream().map(LoadedColumn::of).toList();
    var targets = labels.stream().map(ExamplesLoader::target).toList();
    var weights = weight.map(LoadedColumn.Numbers::new);
    int rows = 0;
    try (var reader = new ExamplesReader(dataset, allocator)) {
      checkColumns(reader.schema());
      while (reader.loadNextBatch()) {
        var batch = reader.batch();
        int total = Math.addExact(rows, batch.getRowCount());
        for (var column : columns) {
          column.add(batch.getVector(column.name()), rows, total);
        }
        for (var target : targets) {
          target.add(batch.getVector(target.name()), rows, total);
        }
        if (weights.isPresent()) {
          weights.get().add(batch.getVector(weights.get().name()), rows, total);
        }
        rows = total;
      }
    }
    checkRows(columns, targets, weights, rows, classes.isEmpty());
    var matrix = new ArrayList<FeatureColumn>();
    for (var column : columns) {
      matrix.addAll(column.finish(rows));
    }
    if (classes.isEmpty() && matrix.stream().allMatch(FeatureColumn::isConstant)) {
      var problems = new Problems(where, Code.INVALID_DATA);
      problems.add(
          "features",
          "the same in all " + rows + " rows",
          "at least one that differs",
          "check how the features are defined, and what the split is made of");
      problems.throwIfAny();
    }
    var data =
        new TrainingData(new FeatureMatrix(rows, matrix), labels(targets, rows, classes), digest);
    return weights.isPresent() ? data.withRowWeights(weights.get().values(rows)) : data;
  }

  private static LoadedColumn target(Label label) {
    return label.kind() == LabelKind.TEXT
        ? new LoadedColumn.Classes(label.name())
        : new LoadedColumn.Numbers(label.name());
  }

  private void checkColumns(Schema schema) {
    var problems = new Problems(where, Code.INVALID_DATA);
    for (var feature : features) {
      var place = "feature '" + feature.name() + "'";
      switch (feature.kind()) {
        case NUMBER ->
            checkColumn(schema, place, feature.name(), FLOAT32, "float32 numbers", problems);
        case ID -> checkColumn(schema, place, feature.name(), INT64, "int64 ids", problems);
        case VECTOR ->
            checkColumn(
                schema,
                place,
                feature.name(),
                new ArrowType.FixedSizeList(Math.toIntExact(feature.size())),
                "lists of " + feature.size() + " float32 numbers",
                problems);
      }
    }
    for (var label : labels) {
      boolean text = label.kind() == LabelKind.TEXT;
      checkColumn(
          schema,
          "label '" + label.name() + "'",
          label.name(),
          text ? UTF8 : FLOAT32,
          text ? "a utf8 label" : "a float32 label",
          problems);
    }
    weight.ifPresent(
        name ->
            checkColumn(
                schema, "weight '" + name + "'", name, FLOAT32, "a float32 weight", problems));
    problems.throwIfAny();
  }

  private static void checkColumn(
      Schema schema,
      String place,
      String name,
      ArrowType type,
      String expected,
      Problems problems) {
    Field field =
        schema.getFields().stream().filter(f -> f.getName().equals(name)).findFirst().orElse(null);
    if (field == null) {
      problems.add(
          place,
          "no such column, only "
              + schema.getFields().stream().map(f -> "'" + f.getName() + "'").toList(),
          expected,
          "pass examples and graph of the same Transform");
    } else if (!field.getType().equals(type)
        || field.getChildren().stream().anyMatch(item -> !item.getType().equals(FLOAT32))) {
      problems.add(
          place,
          field.getType().toString(),
          expected,
          "pass the examples that Transform made, not the raw ones");
    }
  }

  private void checkRows(
      List<LoadedColumn> columns,
      List<LoadedColumn> targets,
      Optional<LoadedColumn.Numbers> weights,
      int rows,
      boolean toBeLearnt) {
    var problems = new Problems(where, Code.INVALID_DATA);
    if (rows == 0) {
      problems.add("rows", "0", "at least 1", "check what the split is made of");
      problems.throwIfAny();
    }
    for (var column : columns) {
      column.check("feature '" + column.name() + "'", problems);
    }
    for (var target : targets) {
      var place = "label '" + target.name() + "'";
      target.check(place, problems);
      if (target instanceof LoadedColumn.Classes texts) {
        if (toBeLearnt) {
          checkClasses(place, texts.classes(), rows, problems);
        }
      } else if (target.isRight()) {
        checkNumbers(place, ((LoadedColumn.Numbers) target).values(rows), toBeLearnt, problems);
      }
    }
    weights.ifPresent(column -> checkWeights(column, rows, problems));
    problems.throwIfAny();
  }

  private static void checkWeights(LoadedColumn.Numbers column, int rows, Problems problems) {
    var place = "weight '" + column.name() + "'";
    column.check(place, problems);
    var values = column.values(rows);
    for (int row = 0; row < rows; row++) {
      if (values[row] <= 0) {
        problems.add(
            place,
            values[row] + " in row " + row,
            "more than 0",
            "drop rows that do not count upstream, or give them a small weight");
        return;
      }
    }
  }

  private static void checkClasses(
      String place, List<String> classes, int rows, Problems problems) {
    if (classes.size() == 1) {
      problems.add(
          place,
          "'" + classes.get(0) + "' in all " + rows + " rows",
          "at least two classes",
          "check how the label is defined, and that the split has rows of every kind");
    }
    for (var name : classes) {
      if (name.indexOf('\0') >= 0) {
        problems.add(
            place,
            "class '" + name + "'",
            "no NUL in it: models could not return it",
            "map the texts of the label to plainer ones upstream");
      }
    }
  }

  private void checkNumbers(String place, float[] values, boolean toBeLearnt, Problems problems) {
    boolean constant = toBeLearnt;
    int other = -1;
    for (int i = 0; i < values.length; i++) {
      constant &= values[i] == values[0];
      if (other < 0 && values[i] != 0 && values[i] != 1) {
        other = i;
      }
    }
    if (task != Task.REGRESSION && other >= 0) {
      problems.add(
          place,
          values[other] + " in row " + other,
          "0 or 1, for a " + task,
          "define the label as a comparison, or train a regression");
    } else if (constant) {
      problems.add(
          place,
          values[0] + " in all " + values.length + " rows",
          task == Task.REGRESSION ? "labels that differ" : "rows of both classes",
          "check how the label is defined, and that the split has rows of every kind");
    }
  }

  private Labels labels(List<LoadedColumn> targets, int rows, Optional<List<String>> known) {
    var names = labels.stream().map(Label::name).toList();
    if (!targets.isEmpty() && targets.get(0) instanceof LoadedColumn.Classes texts) {
      var classes = known.orElseGet(texts::classes);
      return new Labels(task, names, classes, texts.indices(classes, rows));
    }
    var values = new float[targets.size() * rows];
    for (int i = 0; i < targets.size(); i++) {
      var column = ((LoadedColumn.Numbers) targets.get(i)).values(rows);
      for (int row = 0; row < rows; row++) {
        values[row * targets.size() + i] = column[row];
      }
    }
    return new Labels(task, names, List.of(), values);
  }
}

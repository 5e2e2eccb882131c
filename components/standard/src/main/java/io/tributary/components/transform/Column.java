package io.tributary.components.transform;

/** What the rows have of an expression. Immutable. */
abstract sealed class Column
    permits AnalyzedNumber,
        BooleanColumn,
        IdColumn,
        IntegerColumn,
        IntegersColumn,
        NumbersColumn,
        TextColumn,
        TimeColumn,
        VectorColumn,
        WordsColumn {
  final Features features;

  /** Of the expression. */
  final int position;

  Column(Features features, int position) {
    this.features = features;
    this.position = position;
  }

  Features features() {
    return features;
  }

  int position() {
    return position;
  }
}

package io.tributary.cli.model;

import io.tributary.components.transform.FittedTransform.LabelKind;

/** What a label is learnt as. */
enum AutoTask {
  BINARY(LabelKind.BOOLEAN),
  MULTICLASS(LabelKind.TEXT),
  REGRESSION(LabelKind.NUMBER);

  private final LabelKind labelKind;

  AutoTask(LabelKind labelKind) {
    this.labelKind = labelKind;
  }

  LabelKind labelKind() {
    return labelKind;
  }
}

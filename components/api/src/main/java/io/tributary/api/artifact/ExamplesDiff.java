package io.tributary.api.artifact;

/**
 * In what two examples differ: {@code diff.json}, and the first rows that do as {@code
 * SplitPair-<a>_<b>/<kind>/part-00000.arrow}.
 */
public interface ExamplesDiff extends Artifact {

  /** Whether all splits that were compared have the same rows and columns. */
  Property<ExamplesDiff, Boolean> EQUAL = Property.ofBoolean(ExamplesDiff.class, "equal");
}

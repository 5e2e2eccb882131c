package io.tributary.components.transform;

/** A number by a truth value; made by {@link Features#when}. Immutable. */
public final class When {
  private final Features features;
  private final int condition;

  When(Features features, int condition) {
    this.features = features;
    this.condition = condition;
  }

  /** This number where the condition is true. */
  public Then then(NumberColumn yes) {
    features.requireOwn(yes);
    return new Then(yes.position());
  }

  /** This number where the condition is true. */
  public Then then(double yes) {
    return new Then(constant("then", yes));
  }

  private int constant(String method, double value) {
    int constant = features.add(new Numbers.Constant(value));
    features.requireFinite(constant, method, value);
    return constant;
  }

  /** What holds where the condition is true. */
  public final class Then {
    private final int yes;

    private Then(int yes) {
      this.yes = yes;
    }

    /** That number where the condition is false. */
    public NumberColumn otherwise(NumberColumn no) {
      features.requireOwn(no);
      return choice(no.position());
    }

    /** That number where the condition is false. */
    public NumberColumn otherwise(double no) {
      return choice(constant("otherwise", no));
    }

    private NumberColumn choice(int no) {
      return new NumberColumn(features, features.add(new Numbers.Choice(condition, yes, no)));
    }
  }
}

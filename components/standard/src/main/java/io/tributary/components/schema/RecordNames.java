package io.tributary.components.schema;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.lang.model.SourceVersion;

/** Java names for features: {@code trip_miles} becomes {@code tripMiles}. */
final class RecordNames {
  /** Methods of every object, which accessors of a record must not replace. */
  private static final Set<String> TAKEN =
      Set.of(
          "clone",
          "finalize",
          "getClass",
          "hashCode",
          "notify",
          "notifyAll",
          "toString",
          "wait",
          "from",
          "arrowSchema",
          "append");

  private final Set<String> given = new HashSet<>();
  private final List<String> notes;

  RecordNames(List<String> notes) {
    this.notes = notes;
  }

  /** The name of a component; noted if it is not what one would expect. */
  String of(String feature) {
    var expected = camelCase(feature);
    var name = expected;
    if (name.isEmpty() || !Character.isJavaIdentifierStart(name.charAt(0))) {
      name = "_" + name;
    }
    while (!SourceVersion.isName(name) || TAKEN.contains(name)) {
      name += "_";
    }
    var wanted = name;
    for (int i = 2; !given.add(name); i++) {
      name = wanted + i;
    }
    if (!name.equals(expected) || !feature.matches("[A-Za-z0-9_]*")) {
      notes.add("feature '" + feature + "': component " + name);
    }
    return name;
  }

  private static String camelCase(String feature) {
    var name = new StringBuilder();
    boolean upper = false;
    for (int i = 0; i < feature.length(); i++) {
      char c = feature.charAt(i);
      if (!Character.isJavaIdentifierPart(c) || c == '_' || c == '$') {
        upper = !name.isEmpty();
      } else {
        name.append(upper ? Character.toUpperCase(c) : c);
        upper = false;
      }
    }
    return isShouted(name) ? name.toString().toLowerCase(Locale.ROOT) : decapitalized(name);
  }

  private static boolean isShouted(StringBuilder name) {
    return name.chars().noneMatch(Character::isLowerCase);
  }

  private static String decapitalized(StringBuilder name) {
    name.setCharAt(0, Character.toLowerCase(name.charAt(0)));
    return name.toString();
  }
}

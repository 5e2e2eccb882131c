package io.tributary.components.process;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a program gets of the environment of this process: nothing that could be a secret. */
final class ProcessEnvironment {
  private static final Set<String> HARMLESS =
      Set.of(
          "PATH",
          "HOME",
          "USER",
          "LOGNAME",
          "LANG",
          "LC_ALL",
          "LC_CTYPE",
          "TZ",
          "TMPDIR",
          "SystemRoot",
          "TEMP",
          "TMP");

  private ProcessEnvironment() {}

  static void keep(Map<String, String> variables, List<String> inherited) {
    var kept = new HashSet<>(HARMLESS);
    kept.addAll(inherited);
    variables.keySet().retainAll(kept);
  }
}

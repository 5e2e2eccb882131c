package io.tributary.proto;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What two parties must agree on to understand each other's bytes: one entry per file, message,
 * field, enum value and method. The key says where, the value says what, so that a difference names
 * its place.
 */
record WireContract(NavigableMap<String, String> facts) {

  enum Kind {
    FILE,
    MESSAGE,
    FIELD,
    ENUM,
    VALUE,
    SERVICE,
    RPC
  }

  /** Number of entries of one kind, attributes such as reserved numbers not counted. */
  long count(Kind kind) {
    return facts.keySet().stream()
        .filter(key -> key.startsWith(kind + " ") && key.indexOf(' ', kind.name().length() + 1) < 0)
        .count();
  }

  /** Everything in which the other contract departs from this one; empty if they are the same. */
  List<String> differencesTo(WireContract actual) {
    var differences = new ArrayList<String>();
    facts.forEach(
        (where, expected) -> {
          var found = actual.facts.get(where);
          if (found == null) {
            differences.add(where + ": missing (expected: " + expected + ")");
          } else if (!found.equals(expected)) {
            differences.add(where + ": " + found + " (expected: " + expected + ")");
          }
        });
    actual.facts.forEach(
        (where, found) -> {
          if (!facts.containsKey(where)) {
            differences.add(where + ": " + found + " (expected: nothing)");
          }
        });
    return differences;
  }

  static final class Builder {
    private final NavigableMap<String, String> facts = new TreeMap<>();

    void file(String path, String packageName, String syntax) {
      add(Kind.FILE, path, "package " + packageName + ", " + syntax);
    }

    void dependency(String path, String imported) {
      add(Kind.FILE, path + " import " + imported, "imported");
    }

    void message(String name, String path) {
      add(Kind.MESSAGE, name, "in " + path);
    }

    /** Numbers that no field may use, as {@code 3} or {@code 5-7}, both ends included. */
    void reserved(Kind kind, String name, List<String> ranges) {
      add(kind, name + " reserved", String.join(", ", ranges));
    }

    void extensions(String message, List<String> ranges) {
      add(Kind.MESSAGE, message + " extensions", String.join(", ", ranges));
    }

    /**
     * The type with its label; attributes such as {@code oneof value} in the order of the tables.
     */
    void field(String message, int number, String name, String type, List<String> attributes) {
      add(Kind.FIELD, message + "#" + number, name + ", " + type + ", " + attributes);
    }

    void enumeration(String name, String path) {
      add(Kind.ENUM, name, "in " + path);
    }

    void value(String enumeration, String name, int number) {
      add(Kind.VALUE, enumeration + "." + name, Integer.toString(number));
    }

    void service(String name, String path) {
      add(Kind.SERVICE, name, "in " + path);
    }

    void rpc(String service, String name, String request, String response) {
      add(Kind.RPC, service + "/" + name, request + " -> " + response);
    }

    /** For what the tables have no word for. */
    void other(Kind kind, String where, String what) {
      add(kind, where, what);
    }

    private void add(Kind kind, String where, String what) {
      if (facts.putIfAbsent(kind + " " + where, what) != null) {
        throw new IllegalArgumentException(
            kind + " " + where + ": stated twice (expected: once); remove one of the two");
      }
    }

    WireContract build() {
      return new WireContract(facts);
    }
  }
}

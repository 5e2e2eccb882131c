package io.tributary.metadata;

import io.tributary.proto.mlmd.ArtifactType;
import io.tributary.proto.mlmd.ExecutionType;
import java.util.List;

/**
 * The types that every database has from the start: others may name one of them as what they are a
 * kind of. In the order of their ids, which count from 1.
 */
final class BaseTypes {

  private static final List<String> ARTIFACT =
      List.of("mlmd.Dataset", "mlmd.Model", "mlmd.Metrics", "mlmd.Statistics");
  private static final List<String> EXECUTION =
      List.of("mlmd.Train", "mlmd.Transform", "mlmd.Process", "mlmd.Evaluate", "mlmd.Deploy");

  private BaseTypes() {}

  static void insertAll(Session session) {
    insert(session, TypeKind.ARTIFACT, ARTIFACT);
    insert(session, TypeKind.EXECUTION, EXECUTION);
  }

  private static void insert(Session session, TypeKind kind, List<String> names) {
    session.batch(
        "INSERT INTO Type (name, type_kind) VALUES (?, ?)",
        names,
        (statement, name) -> {
          statement.setString(1, name);
          statement.setInt(2, kind.number());
        });
  }

  static boolean contains(TypeKind kind, String name) {
    return of(kind).contains(name);
  }

  /** The name of the base type with this number of the kind's enum, 1 being the first. */
  static String name(TypeKind kind, int number) {
    return of(kind).get(number - 1);
  }

  /** The number of the base type in the kind's enum; UNSET for a type that is none. */
  static int number(TypeKind kind, String name) {
    return of(kind).indexOf(name) + 1;
  }

  private static List<String> of(TypeKind kind) {
    return switch (kind) {
      case ARTIFACT -> ARTIFACT;
      case EXECUTION -> EXECUTION;
      case CONTEXT -> List.of();
    };
  }

  static ArtifactType.SystemDefinedBaseType artifact(String name) {
    return ArtifactType.SystemDefinedBaseType.forNumber(number(TypeKind.ARTIFACT, name));
  }

  static ExecutionType.SystemDefinedBaseType execution(String name) {
    return ExecutionType.SystemDefinedBaseType.forNumber(number(TypeKind.EXECUTION, name));
  }
}

package io.tributary.metadata;

import io.tributary.proto.mlmd.GetArtifactTypeRequest;
import io.tributary.proto.mlmd.GetArtifactTypeResponse;
import io.tributary.proto.mlmd.GetArtifactTypesByExternalIdsRequest;
import io.tributary.proto.mlmd.GetArtifactTypesByExternalIdsResponse;
import io.tributary.proto.mlmd.GetArtifactTypesByIDRequest;
import io.tributary.proto.mlmd.GetArtifactTypesByIDResponse;
import io.tributary.proto.mlmd.GetArtifactTypesRequest;
import io.tributary.proto.mlmd.GetArtifactTypesResponse;
import io.tributary.proto.mlmd.GetContextTypeRequest;
import io.tributary.proto.mlmd.GetContextTypeResponse;
import io.tributary.proto.mlmd.GetContextTypesByExternalIdsRequest;
import io.tributary.proto.mlmd.GetContextTypesByExternalIdsResponse;
import io.tributary.proto.mlmd.GetContextTypesByIDRequest;
import io.tributary.proto.mlmd.GetContextTypesByIDResponse;
import io.tributary.proto.mlmd.GetContextTypesRequest;
import io.tributary.proto.mlmd.GetContextTypesResponse;
import io.tributary.proto.mlmd.GetExecutionTypeRequest;
import io.tributary.proto.mlmd.GetExecutionTypeResponse;
import io.tributary.proto.mlmd.GetExecutionTypesByExternalIdsRequest;
import io.tributary.proto.mlmd.GetExecutionTypesByExternalIdsResponse;
import io.tributary.proto.mlmd.GetExecutionTypesByIDRequest;
import io.tributary.proto.mlmd.GetExecutionTypesByIDResponse;
import io.tributary.proto.mlmd.GetExecutionTypesRequest;
import io.tributary.proto.mlmd.GetExecutionTypesResponse;
import io.tributary.proto.mlmd.PutArtifactTypeRequest;
import io.tributary.proto.mlmd.PutArtifactTypeResponse;
import io.tributary.proto.mlmd.PutContextTypeRequest;
import io.tributary.proto.mlmd.PutContextTypeResponse;
import io.tributary.proto.mlmd.PutExecutionTypeRequest;
import io.tributary.proto.mlmd.PutExecutionTypeResponse;
import io.tributary.proto.mlmd.PutTypesRequest;
import io.tributary.proto.mlmd.PutTypesResponse;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** The operations on types. Thread-safe. */
abstract class TypeOperations implements MetadataStore {

  final Connections connections;
  final Clock clock;

  TypeOperations(Connections connections, Clock clock) {
    this.connections = connections;
    this.clock = clock;
  }

  @Override
  @SuppressWarnings("deprecation")
  public PutArtifactTypeResponse putArtifactType(PutArtifactTypeRequest request) {
    checkOptions(request.getAllFieldsMatch());
    return connections.write(
        session ->
            PutArtifactTypeResponse.newBuilder()
                .setTypeId(
                    new Types(session)
                        .put(
                            TypeRow.of(request.getArtifactType()),
                            request.getCanAddFields(),
                            request.getCanOmitFields()))
                .build());
  }

  @Override
  @SuppressWarnings("deprecation")
  public PutExecutionTypeResponse putExecutionType(PutExecutionTypeRequest request) {
    checkOptions(request.getAllFieldsMatch());
    return connections.write(
        session ->
            PutExecutionTypeResponse.newBuilder()
                .setTypeId(
                    new Types(session)
                        .put(
                            TypeRow.of(request.getExecutionType()),
                            request.getCanAddFields(),
                            request.getCanOmitFields()))
                .build());
  }

  @Override
  @SuppressWarnings("deprecation")
  public PutContextTypeResponse putContextType(PutContextTypeRequest request) {
    checkOptions(request.getAllFieldsMatch());
    return connections.write(
        session ->
            PutContextTypeResponse.newBuilder()
                .setTypeId(
                    new Types(session)
                        .put(
                            TypeRow.of(request.getContextType()),
                            request.getCanAddFields(),
                            request.getCanOmitFields()))
                .build());
  }

  @Override
  @SuppressWarnings("deprecation")
  public PutTypesResponse putTypes(PutTypesRequest request) {
    checkOptions(request.getAllFieldsMatch());
    var add = request.getCanAddFields();
    var omit = request.getCanOmitFields();
    return connections.write(
        session -> {
          var types = new Types(session);
          var answer = PutTypesResponse.newBuilder();
          request
              .getArtifactTypesList()
              .forEach(type -> answer.addArtifactTypeIds(types.put(TypeRow.of(type), add, omit)));
          request
              .getExecutionTypesList()
              .forEach(type -> answer.addExecutionTypeIds(types.put(TypeRow.of(type), add, omit)));
          request
              .getContextTypesList()
              .forEach(type -> answer.addContextTypeIds(types.put(TypeRow.of(type), add, omit)));
          return answer.build();
        });
  }

  @Override
  public GetArtifactTypeResponse getArtifactType(GetArtifactTypeRequest request) {
    return connections.read(
        session ->
            GetArtifactTypeResponse.newBuilder()
                .setArtifactType(
                    type(
                            session,
                            TypeKind.ARTIFACT,
                            request.getTypeName(),
                            request.getTypeVersion())
                        .artifactType())
                .build());
  }

  @Override
  public GetArtifactTypesResponse getArtifactTypes(GetArtifactTypesRequest request) {
    return answer(
            session -> listedTypes(session, TypeKind.ARTIFACT),
            GetArtifactTypesResponse.newBuilder(),
            (answer, type) -> answer.addArtifactTypes(type.listed().artifactType()))
        .build();
  }

  @Override
  public GetArtifactTypesByExternalIdsResponse getArtifactTypesByExternalIds(
      GetArtifactTypesByExternalIdsRequest request) {
    return answer(
            session -> typesByExternalIds(session, TypeKind.ARTIFACT, request.getExternalIdsList()),
            GetArtifactTypesByExternalIdsResponse.newBuilder(),
            (answer, type) -> answer.addArtifactTypes(type.withoutStructure().artifactType()))
        .build();
  }

  @Override
  public GetArtifactTypesByIDResponse getArtifactTypesByID(GetArtifactTypesByIDRequest request) {
    return answer(
            session -> new Types(session).byIds(TypeKind.ARTIFACT, request.getTypeIdsList()),
            GetArtifactTypesByIDResponse.newBuilder(),
            (answer, type) -> answer.addArtifactTypes(type.artifactType()))
        .build();
  }

  @Override
  public GetContextTypeResponse getContextType(GetContextTypeRequest request) {
    return connections.read(
        session ->
            GetContextTypeResponse.newBuilder()
                .setContextType(
                    type(session, TypeKind.CONTEXT, request.getTypeName(), request.getTypeVersion())
                        .contextType())
                .build());
  }

  @Override
  public GetContextTypesResponse getContextTypes(GetContextTypesRequest request) {
    return answer(
            session -> listedTypes(session, TypeKind.CONTEXT),
            GetContextTypesResponse.newBuilder(),
            (answer, type) -> answer.addContextTypes(type.listed().contextType()))
        .build();
  }

  @Override
  public GetContextTypesByExternalIdsResponse getContextTypesByExternalIds(
      GetContextTypesByExternalIdsRequest request) {
    return answer(
            session -> typesByExternalIds(session, TypeKind.CONTEXT, request.getExternalIdsList()),
            GetContextTypesByExternalIdsResponse.newBuilder(),
            (answer, type) -> answer.addContextTypes(type.withoutStructure().contextType()))
        .build();
  }

  @Override
  public GetContextTypesByIDResponse getContextTypesByID(GetContextTypesByIDRequest request) {
    return answer(
            session -> new Types(session).byIds(TypeKind.CONTEXT, request.getTypeIdsList()),
            GetContextTypesByIDResponse.newBuilder(),
            (answer, type) -> answer.addContextTypes(type.contextType()))
        .build();
  }

  @Override
  public GetExecutionTypeResponse getExecutionType(GetExecutionTypeRequest request) {
    return connections.read(
        session ->
            GetExecutionTypeResponse.newBuilder()
                .setExecutionType(
                    type(
                            session,
                            TypeKind.EXECUTION,
                            request.getTypeName(),
                            request.getTypeVersion())
                        .executionType())
                .build());
  }

  @Override
  public GetExecutionTypesResponse getExecutionTypes(GetExecutionTypesRequest request) {
    return answer(
            session -> listedTypes(session, TypeKind.EXECUTION),
            GetExecutionTypesResponse.newBuilder(),
            (answer, type) -> answer.addExecutionTypes(type.listed().executionType()))
        .build();
  }

  @Override
  public GetExecutionTypesByExternalIdsResponse getExecutionTypesByExternalIds(
      GetExecutionTypesByExternalIdsRequest request) {
    return answer(
            session ->
                typesByExternalIds(session, TypeKind.EXECUTION, request.getExternalIdsList()),
            GetExecutionTypesByExternalIdsResponse.newBuilder(),
            (answer, type) -> answer.addExecutionTypes(type.withoutStructure().executionType()))
        .build();
  }

  @Override
  public GetExecutionTypesByIDResponse getExecutionTypesByID(GetExecutionTypesByIDRequest request) {
    return answer(
            session -> new Types(session).byIds(TypeKind.EXECUTION, request.getTypeIdsList()),
            GetExecutionTypesByIDResponse.newBuilder(),
            (answer, type) -> answer.addExecutionTypes(type.executionType()))
        .build();
  }

  /** Runs a query and adds what it found to an answer. */
  final <R, A> A answer(
      Function<Session, ? extends Collection<R>> query, A answer, BiConsumer<A, R> add) {
    connections.read(query).forEach(row -> add.accept(answer, row));
    return answer;
  }

  private static void checkOptions(boolean allFieldsMatch) {
    if (!allFieldsMatch) {
      throw MetadataException.unimplemented(
          "all_fields_match: false (expected: true; the option is deprecated); use can_omit_fields");
    }
  }

  private static TypeRow type(Session session, TypeKind kind, String name, String version) {
    return new Types(session)
        .byName(kind, name, version)
        .orElseThrow(() -> Types.missing(kind, name, version));
  }

  private static List<TypeRow> listedTypes(Session session, TypeKind kind) {
    return new Types(session)
        .all(kind).stream().filter(type -> !BaseTypes.contains(kind, type.name())).toList();
  }

  private static List<TypeRow> typesByExternalIds(
      Session session, TypeKind kind, List<String> externalIds) {
    checkExternalIds(externalIds);
    var found = new Types(session).byExternalIds(kind, externalIds);
    if (found.isEmpty() && !externalIds.isEmpty()) {
      throw MetadataException.notFound(
          "external_ids: "
              + externalIds
              + " (expected: at least one of a stored "
              + kind.words()
              + "); put the type first");
    }
    return found;
  }

  static void checkExternalIds(List<String> externalIds) {
    if (externalIds.contains("")) {
      throw MetadataException.invalid(
          "external_ids: '' among them (expected: no empty text); leave it out");
    }
  }
}

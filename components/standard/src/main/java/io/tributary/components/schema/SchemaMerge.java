package io.tributary.components.schema;

import io.tributary.api.ExecutionFailure;
import io.tributary.proto.tfmd.Feature;
import io.tributary.proto.tfmd.Schema;
import io.tributary.proto.tfmd.StringDomain;
import java.util.ArrayList;
import java.util.List;

/**
 * A curated schema and what is new in an inferred one.
 *
 * <p>The curated schema wins: what it says of a feature stays. A curated feature without type is
 * unfinished, and takes from the inferred one what it does not say. Columns that only the inferred
 * schema has are added, with the tag {@code inferred} in their annotation, until somebody who
 * curates removes the tag.
 *
 * @param schema the result
 * @param added paths of the features that were added
 * @param completed paths of the unfinished features
 */
public record SchemaMerge(Schema schema, List<List<String>> added, List<List<String>> completed) {
  /** The tag of features that nobody has curated yet. */
  public static final String INFERRED = "inferred";

  public SchemaMerge {
    added = List.copyOf(added);
    completed = List.copyOf(completed);
  }

  /**
   * Merges.
   *
   * @throws ExecutionFailure with code FAILED_PRECONDITION if the curated schema is frozen and
   *     would change
   */
  public static SchemaMerge of(Schema curated, Schema inferred) {
    var merged = curated;
    var added = new ArrayList<List<String>>();
    var completed = new ArrayList<List<String>>();
    for (var entry : SchemaPaths.all(inferred).entrySet()) {
      var path = entry.getKey();
      var existing = SchemaPaths.feature(merged, path);
      if (existing.isEmpty()) {
        if (isBelow(path, added)) {
          continue; // it came with its struct
        }
        var feature = entry.getValue().toBuilder();
        feature.getAnnotationBuilder().addTag(INFERRED);
        merged = with(merged, path, feature.build(), inferred);
        added.add(path);
      } else if (!existing.get().hasType()) {
        merged = with(merged, path, complete(existing.get(), entry.getValue()), inferred);
        completed.add(path);
      }
    }
    FrozenSchema.refuse("curated schema", curated, merged);
    return new SchemaMerge(merged, added, completed);
  }

  private static boolean isBelow(List<String> path, List<List<String>> others) {
    return others.stream()
        .anyMatch(
            other -> other.size() < path.size() && path.subList(0, other.size()).equals(other));
  }

  private static Feature complete(Feature curated, Feature inferred) {
    var complete = inferred.toBuilder();
    if (curated.getShapeTypeCase() != Feature.ShapeTypeCase.SHAPETYPE_NOT_SET) {
      complete.clearShapeType();
    }
    if (curated.getPresenceConstraintsCase()
        != Feature.PresenceConstraintsCase.PRESENCECONSTRAINTS_NOT_SET) {
      complete.clearPresenceConstraints();
    }
    if (curated.getDomainInfoCase() != Feature.DomainInfoCase.DOMAININFO_NOT_SET) {
      complete.clearDomainInfo();
    }
    return complete.mergeFrom(curated).build();
  }

  private static Schema with(Schema merged, List<String> path, Feature feature, Schema inferred) {
    var builder = merged.toBuilder();
    var referring = feature.toBuilder();
    bringDomains(referring, builder, inferred);
    return SchemaPaths.with(builder.build(), path, referring.build());
  }

  /** Domains by name come along, under another name if theirs is taken. */
  private static void bringDomains(
      Feature.Builder feature, Schema.Builder merged, Schema inferred) {
    if (feature.hasDomain()
        && SchemaDomains.named(merged.getStringDomainList(), feature.getDomain()).isEmpty()) {
      SchemaDomains.named(inferred.getStringDomainList(), feature.getDomain())
          .ifPresent(merged::addStringDomain);
    } else if (feature.hasDomain()) {
      SchemaDomains.named(inferred.getStringDomainList(), feature.getDomain())
          .filter(domain -> !merged.getStringDomainList().contains(domain))
          .ifPresent(
              domain -> {
                var name = SchemaDomains.newName(domain.getName(), merged.getStringDomainList());
                merged.addStringDomain(StringDomain.newBuilder(domain).setName(name));
                feature.setDomain(name);
              });
    }
    if (feature.hasStructDomain()) {
      for (var child : feature.getStructDomainBuilder().getFeatureBuilderList()) {
        bringDomains(child, merged, inferred);
      }
    }
  }
}

package io.tributary.components.schema;

import static io.tributary.proto.tfmd.AnomalyInfo.Type.LOW_SUPPORTED_IMAGE_FRACTION;
import static io.tributary.proto.tfmd.AnomalyInfo.Type.MAX_IMAGE_BYTE_SIZE_EXCEEDED;
import static io.tributary.proto.tfmd.AnomalyInfo.Type.SEMANTIC_DOMAIN_UPDATE;

import com.google.protobuf.TextFormat;
import io.tributary.proto.tfmd.Feature;
import java.util.Optional;

/** What values mean beyond their type, as far as the statistics tell it: images, and hints. */
final class SemanticRules {
  private static final String UNKNOWN_FORMAT = "UNKNOWN";

  private SemanticRules() {}

  /** The domain that the statistics suggest in their custom statistic {@code domain_info}. */
  static Optional<Feature> suggestedDomain(FeatureView view) {
    var domains = Feature.getDescriptor().findFieldByName("domain").getContainingOneof();
    return view.custom("domain_info")
        .filter(hint -> !hint.getStr().isEmpty())
        .flatMap(hint -> parse(hint.getStr()))
        .filter(
            feature ->
                feature.getAllFields().keySet().stream()
                        .filter(field -> domains.equals(field.getContainingOneof()))
                        .count()
                    == feature.getAllFields().size());
  }

  /** Empty for a text that is no feature: such a hint is for some other reader. */
  private static Optional<Feature> parse(String hint) {
    try {
      var feature = TextFormat.parse(hint, Feature.class);
      return feature.getAllFields().isEmpty() ? Optional.empty() : Optional.of(feature);
    } catch (TextFormat.ParseException e) {
      return Optional.empty();
    }
  }

  /** Of a feature without domain: takes the one that the statistics suggest. */
  static void adoptDomain(FeatureView view, FeatureRevision revision) {
    suggestedDomain(view)
        .ifPresent(
            suggested -> {
              revision.feature().mergeFrom(suggested);
              revision.object(
                  SEMANTIC_DOMAIN_UPDATE,
                  "Domain found in the data",
                  "the statistics suggest " + DomainRules.name(revision.feature()),
                  "a domain in the schema",
                  "add the domain to the feature, or give it another one");
            });
  }

  static void checkImages(FeatureView view, FeatureRevision revision) {
    var domain = revision.feature().getImageDomainBuilder();
    if (domain.hasMinimumSupportedImageFraction()) {
      supportedFraction(view)
          .filter(fraction -> fraction < domain.getMinimumSupportedImageFraction())
          .ifPresent(
              fraction -> {
                revision.object(
                    LOW_SUPPORTED_IMAGE_FRACTION,
                    "Too few images of a known format",
                    "a fraction of " + fraction,
                    "at least " + domain.getMinimumSupportedImageFraction(),
                    "look for other files among the images, or lower minimum_supported_image_fraction in the schema");
                domain.setMinimumSupportedImageFraction(fraction);
              });
    }
    long largest = view.statistics().getBytesStats().getMaxNumBytesInt();
    if (domain.hasMaxImageByteSize() && largest > domain.getMaxImageByteSize()) {
      revision.object(
          MAX_IMAGE_BYTE_SIZE_EXCEEDED,
          "Images too large",
          "an image of " + largest + " bytes",
          "at most " + domain.getMaxImageByteSize(),
          "shrink the images at their source, or raise max_image_byte_size in the schema");
      domain.setMaxImageByteSize(largest);
    }
  }

  /** In single precision, as the schema has it. */
  private static Optional<Float> supportedFraction(FeatureView view) {
    return view.custom("image_format_histogram")
        .map(
            formats -> {
              float known = 0;
              float unknown = 0;
              for (var bucket : formats.getRankHistogram().getBucketsList()) {
                if (bucket.getLabel().equals(UNKNOWN_FORMAT)) {
                  unknown += (float) bucket.getSampleCount();
                } else {
                  known += (float) bucket.getSampleCount();
                }
              }
              return known / (known + unknown);
            });
  }
}

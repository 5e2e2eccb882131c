package io.tributary.serving;

import java.util.List;

/**
 * What a server says of itself.
 *
 * @param name of the product
 * @param version of the product
 * @param extensions of the KServe v2 protocol that it speaks
 */
public record ServerMetadata(String name, String version, List<String> extensions) {
  public ServerMetadata {
    extensions = List.copyOf(extensions);
  }
}

package io.tributary.cli.home;

import io.tributary.proto.mlmd.Artifact;
import io.tributary.server.view.ArtifactView;

/** Stored artifacts as text. */
final class Artifacts {
  private static final int SHORT_DIGEST = 12;

  private Artifacts() {}

  static String shortDigest(Artifact artifact) {
    return shortDigest(ArtifactView.text(artifact, "content_digest"));
  }

  static String shortDigest(String digest) {
    return digest.length() > SHORT_DIGEST ? digest.substring(0, SHORT_DIGEST) : digest;
  }
}

package io.tributary.metadata.grpc;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Map;

/**
 * Whether a private key is that of a certificate: what the one signs the other verifies. TLS itself
 * finds out only when the first client comes. Keys of kinds that are not known here pass.
 */
final class KeyCheck {
  private static final byte[] SAMPLE = "tributary".getBytes(US_ASCII);
  private static final Map<String, String> SIGNATURES =
      Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "EdDSA", "EdDSA");
  private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
  private static final String END = "-----END PRIVATE KEY-----";

  private KeyCheck() {}

  /**
   * @param certificate chain in PEM, the server's own first
   * @param key PKCS#8 in PEM
   * @throws IOException if one of the files cannot be read
   */
  static boolean belongTogether(Path certificate, Path key) throws IOException {
    try (var in = Files.newInputStream(certificate)) {
      var publicKey =
          CertificateFactory.getInstance("X.509").generateCertificate(in).getPublicKey();
      var algorithm = SIGNATURES.get(publicKey.getAlgorithm());
      if (algorithm == null) {
        return true;
      }
      var privateKey =
          KeyFactory.getInstance(publicKey.getAlgorithm())
              .generatePrivate(new PKCS8EncodedKeySpec(decoded(key)));
      var signing = Signature.getInstance(algorithm);
      signing.initSign(privateKey);
      signing.update(SAMPLE);
      var verifying = Signature.getInstance(algorithm);
      verifying.initVerify(publicKey);
      verifying.update(SAMPLE);
      return verifying.verify(signing.sign());
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }

  private static byte[] decoded(Path key) throws IOException {
    var text = Files.readString(key, US_ASCII);
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IllegalArgumentException(key + ": no private key in PEM");
    }
    return Base64.getMimeDecoder().decode(text.substring(begin + BEGIN.length(), end).strip());
  }
}

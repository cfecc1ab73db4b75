package com.multigres.meta.postgres.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.postgresql.ssl.WrappedFactory;

/**
 * TLS from PEM text that is in memory. The driver makes its socket factories by class name and one
 * text argument, so the argument is the number of a context that was registered before: no key
 * passes through the driver's properties.
 */
public final class PemSocketFactory extends WrappedFactory {
  private static final Map<String, SSLContext> CONTEXTS = new ConcurrentHashMap<>();

  /**
   * Called by the driver.
   *
   * @param driverProperties hold the registered context's name
   */
  public PemSocketFactory(Properties driverProperties) {
    SSLContext context = CONTEXTS.get(driverProperties.getProperty("sslfactoryarg", ""));
    if (context == null) {
      throw new IllegalStateException("the TLS context of a closed store was asked for");
    }
    factory = context.getSocketFactory();
  }

  static String register(TlsSettings tls) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys(tls), trust(tls), null);
      String name = UUID.randomUUID().toString();
      CONTEXTS.put(name, context);
      return name;
    } catch (GeneralSecurityException | IOException unusable) {
      throw new IllegalArgumentException(
          "the certificates or the key given for TLS cannot be read: " + unusable.getMessage(),
          unusable);
    }
  }

  static void unregister(String name) {
    CONTEXTS.remove(name);
  }

  private static TrustManager @Nullable [] trust(TlsSettings tls)
      throws GeneralSecurityException, IOException {
    if (tls.trusted().isEmpty()) {
      return null;
    }
    KeyStore store = emptyStore();
    int number = 0;
    for (Certificate certificate : certificates(tls.trusted().get())) {
      store.setCertificateEntry("trusted-" + number++, certificate);
    }
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(store);
    return managers.getTrustManagers();
  }

  private static KeyManager @Nullable [] keys(TlsSettings tls)
      throws GeneralSecurityException, IOException {
    if (tls.clientCertificate().isEmpty() || tls.clientKey().isEmpty()) {
      return null;
    }
    KeyStore store = emptyStore();
    char[] password = UUID.randomUUID().toString().toCharArray();
    Certificate[] chain = certificates(tls.clientCertificate().get()).toArray(Certificate[]::new);
    store.setKeyEntry("client", privateKey(tls.clientKey().get()), password, chain);
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(store, password);
    return managers.getKeyManagers();
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    return store;
  }

  private static List<Certificate> certificates(String pem) throws GeneralSecurityException {
    CertificateFactory x509 = CertificateFactory.getInstance("X.509");
    List<Certificate> found =
        List.copyOf(
            x509.generateCertificates(
                new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8))));
    if (found.isEmpty()) {
      throw new IllegalArgumentException("the PEM text given for TLS holds no certificate");
    }
    return found;
  }

  private static PrivateKey privateKey(String pem) throws GeneralSecurityException {
    String base64 = pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
    PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64));
    InvalidKeySpecException last = null;
    for (String algorithm : List.of("RSA", "EC", "Ed25519")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(spec);
      } catch (InvalidKeySpecException another) {
        last = another;
      }
    }
    throw new IllegalArgumentException(
        "the client key is no PKCS#8 key for RSA, EC or Ed25519", last);
  }
}

package com.multigres.meta.topo.zookeeper.internal;

import com.multigres.meta.topo.TopoException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.apache.zookeeper.client.ZKClientConfig;
import org.apache.zookeeper.util.PemReader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a store shows and whom it trusts when its connections are encrypted. The client library
 * reads it from files only: these exist as long as the store, belong to nobody else, and are
 * encrypted by a password that no file holds.
 */
final class TlsFiles implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(TlsFiles.class);
  private static final String TYPE = "PKCS12";

  private final String password = UUID.randomUUID().toString();
  private final SSLContext context;
  private final Optional<Path> keys;
  private final Optional<Path> trusted;

  private TlsFiles(TlsMaterial tls) throws GeneralSecurityException, IOException {
    Optional<KeyStore> own = own(tls);
    Optional<KeyStore> others = others(tls);
    context = SSLContext.getInstance("TLS");
    context.init(keyManagers(own), trustManagers(others), null);
    keys = kept(own);
    trusted = kept(others);
  }

  static TlsFiles of(TlsMaterial tls, String where) {
    try {
      return new TlsFiles(tls);
    } catch (GeneralSecurityException | IOException | IllegalArgumentException unusable) {
      throw TopoException.badInput(
          where + ": the certificates or the key given for TLS cannot be read");
    }
  }

  private Optional<KeyStore> own(TlsMaterial tls) throws GeneralSecurityException, IOException {
    if (tls.certificate().isEmpty() || tls.key().isEmpty()) {
      return Optional.empty();
    }
    KeyStore store = empty();
    store.setKeyEntry(
        "own",
        PemReader.loadPrivateKey(tls.key().get(), Optional.empty()),
        password.toCharArray(),
        certificates(tls.certificate().get()).toArray(X509Certificate[]::new));
    return Optional.of(store);
  }

  private static Optional<KeyStore> others(TlsMaterial tls)
      throws GeneralSecurityException, IOException {
    if (tls.trusted().isEmpty()) {
      return Optional.empty();
    }
    KeyStore store = empty();
    int number = 0;
    for (X509Certificate certificate : certificates(tls.trusted().get())) {
      store.setCertificateEntry("trusted-" + number++, certificate);
    }
    return Optional.of(store);
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(TYPE);
    store.load(null, null);
    return store;
  }

  private static List<X509Certificate> certificates(String pem) throws GeneralSecurityException {
    List<X509Certificate> found = PemReader.readCertificateChain(pem);
    if (found.isEmpty()) {
      throw new IllegalArgumentException("no certificate");
    }
    return found;
  }

  private KeyManager @Nullable [] keyManagers(Optional<KeyStore> own)
      throws GeneralSecurityException {
    if (own.isEmpty()) {
      return null;
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(own.get(), password.toCharArray());
    return managers.getKeyManagers();
  }

  private static TrustManager @Nullable [] trustManagers(Optional<KeyStore> others)
      throws GeneralSecurityException {
    if (others.isEmpty()) {
      return null;
    }
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(others.get());
    return managers.getTrustManagers();
  }

  private Optional<Path> kept(Optional<KeyStore> store)
      throws GeneralSecurityException, IOException {
    if (store.isEmpty()) {
      return Optional.empty();
    }
    // Readable by its owner alone.
    Path file = Files.createTempFile("multigres-zookeeper", ".p12");
    file.toFile().deleteOnExit();
    try (OutputStream out = Files.newOutputStream(file)) {
      store.get().store(out, password.toCharArray());
    }
    return Optional.of(file);
  }

  /** For whoever speaks to a server without the client library. */
  SSLContext context() {
    return context;
  }

  void configure(ZKClientConfig config) {
    config.setProperty(
        ZKClientConfig.ZOOKEEPER_CLIENT_CNXN_SOCKET, "org.apache.zookeeper.ClientCnxnSocketNetty");
    config.setProperty(ZKClientConfig.SECURE_CLIENT, "true");
    config.setProperty("zookeeper.ssl.hostnameVerification", "true");
    // The name is compared with the certificate's, and nobody is asked what an address is called.
    config.setProperty("zookeeper.fips-mode", "true");
    keys.ifPresent(file -> store(config, "zookeeper.ssl.keyStore.", file));
    trusted.ifPresent(file -> store(config, "zookeeper.ssl.trustStore.", file));
  }

  private void store(ZKClientConfig config, String property, Path file) {
    config.setProperty(property + "location", file.toString());
    config.setProperty(property + "password", password);
    config.setProperty(property + "type", TYPE);
  }

  @Override
  public void close() {
    keys.ifPresent(TlsFiles::delete);
    trusted.ifPresent(TlsFiles::delete);
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException kept) {
      log.warn("{} could not be deleted: {}", file, kept.toString());
    }
  }
}

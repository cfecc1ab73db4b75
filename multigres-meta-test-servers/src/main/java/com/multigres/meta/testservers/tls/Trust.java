package com.multigres.meta.testservers.tls;

import com.multigres.meta.testservers.ServerStartException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Whom a client trusts. */
public final class Trust {

  private Trust() {}

  /**
   * For a client that shows no certificate.
   *
   * @param authority the certificate of the only one to trust, as PEM
   * @return what Java connects with
   */
  public static SSLContext inAuthority(Path authority) {
    try (InputStream text = Files.newInputStream(authority)) {
      return inAuthority(
          CertificateFactory.getInstance("X.509").generateCertificate(text), new KeyManager[0]);
    } catch (GeneralSecurityException | IOException e) {
      throw new ServerStartException("cannot use the certificate in " + authority, e);
    }
  }

  static SSLContext inAuthority(Certificate authority, KeyManager[] keys)
      throws GeneralSecurityException, IOException {
    KeyStore trusted = emptyStore();
    trusted.setCertificateEntry("authority", authority);
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys, trust.getTrustManagers(), new SecureRandom());
    return context;
  }

  static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }
}

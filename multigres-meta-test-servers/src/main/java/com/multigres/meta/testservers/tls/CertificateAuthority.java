package com.multigres.meta.testservers.tls;

import com.multigres.meta.testservers.ServerStartException;
import com.multigres.meta.testservers.internal.Command;
import com.multigres.meta.testservers.internal.Passwords;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * An authority for one server's tests. It issues certificates that are good for servers on the
 * loopback address and for clients, and lives in a folder that it does not remove.
 */
public final class CertificateAuthority {

  private static final String ALIAS = "authority";

  private final Path folder;
  private final char[] password;

  private CertificateAuthority(Path folder, String password) {
    this.folder = folder;
    this.password = password.toCharArray();
  }

  /**
   * Makes one.
   *
   * @param folder for its keys and certificates; made where it is not there
   * @return the authority
   */
  public static CertificateAuthority in(Path folder) {
    String password = Passwords.fresh();
    CertificateAuthority authority = new CertificateAuthority(folder, password);
    try {
      Files.createDirectories(folder);
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
      // A file, since everybody sees a command's arguments.
      Files.writeString(authority.passwordFile(), password);
    } catch (IOException e) {
      throw new ServerStartException("cannot make " + folder, e);
    }
    authority.keytool(
        ALIAS, "CN=multigres test authority", List.of("-ext", "bc:c", "-ext", "ku:c=keyCertSign"));
    authority.write(authority.certificate(), "CERTIFICATE", authority.encodedCertificate(ALIAS));
    return authority;
  }

  /** Its own certificate, as PEM. */
  public Path certificate() {
    return folder.resolve("authority.pem");
  }

  /**
   * Issues a certificate.
   *
   * @param name a word for it, which its files begin with; each once
   * @param subject the distinguished name, such as {@code CN=somebody}
   * @return the certificate with its key
   */
  public TlsIdentity issue(String name, String subject) {
    keytool(
        name,
        subject,
        List.of(
            "-signer",
            ALIAS,
            "-ext",
            "san=ip:127.0.0.1,dns:localhost",
            "-ext",
            "eku=serverAuth,clientAuth",
            "-ext",
            "ku=digitalSignature"));
    Path certificate = folder.resolve(name + ".pem");
    Path key = folder.resolve(name + "-key.pem");
    write(certificate, "CERTIFICATE", encodedCertificate(name));
    write(key, "PRIVATE KEY", key(name).getEncoded());
    return new TlsIdentity(certificate(), certificate, key, context(name));
  }

  private void keytool(String alias, String subject, List<String> more) {
    List<String> line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                store().toString(),
                "-storetype",
                "PKCS12",
                "-storepass:file",
                passwordFile().toString(),
                "-alias",
                alias,
                "-dname",
                subject,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-startdate",
                "-1H",
                "-validity",
                "30"));
    line.addAll(more);
    Command.Result result = new Command(line).run(Duration.ofMinutes(1));
    if (!result.succeeded()) {
      throw new ServerStartException(
          "keytool made no certificate for " + subject + ": " + result.lastLine());
    }
  }

  private Path store() {
    return folder.resolve("keys.p12");
  }

  private Path passwordFile() {
    return folder.resolve("password");
  }

  private byte[] encodedCertificate(String alias) {
    try {
      return certificate(alias).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new ServerStartException("cannot read the certificate of " + alias, e);
    }
  }

  private Certificate certificate(String alias) throws GeneralSecurityException {
    return load().getCertificate(alias);
  }

  private Key key(String alias) {
    try {
      return load().getKey(alias, password);
    } catch (GeneralSecurityException e) {
      throw new ServerStartException("cannot read the key of " + alias, e);
    }
  }

  private KeyStore load() throws GeneralSecurityException {
    try {
      return KeyStore.getInstance(store().toFile(), password);
    } catch (IOException e) {
      throw new ServerStartException("cannot read " + store(), e);
    }
  }

  private SSLContext context(String alias) {
    try {
      KeyStore own = Trust.emptyStore();
      own.setKeyEntry(alias, key(alias), password, new Certificate[] {certificate(alias)});
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(own, password);
      return Trust.inAuthority(certificate(ALIAS), keys.getKeyManagers());
    } catch (GeneralSecurityException | IOException e) {
      throw new ServerStartException("cannot use the certificate of " + alias, e);
    }
  }

  private void write(Path file, String kind, byte[] content) {
    String lines =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(content);
    try {
      Files.writeString(
          file, "-----BEGIN " + kind + "-----\n" + lines + "\n-----END " + kind + "-----\n");
    } catch (IOException e) {
      throw new ServerStartException("cannot write " + file, e);
    }
  }
}

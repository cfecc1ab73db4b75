package com.multigres.meta.topo.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import com.multigres.meta.store.StoreOptions;
import com.multigres.meta.testkit.LibraryThreads;
import com.multigres.meta.testkit.Patience;
import com.multigres.meta.testkit.topo.WatchRecorder;
import com.multigres.meta.testservers.tls.CertificateAuthority;
import com.multigres.meta.testservers.tls.TlsIdentity;
import com.multigres.meta.testservers.zookeeper.ZooKeeperProcess;
import com.multigres.meta.testservers.zookeeper.ZooKeeperSetup;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStores;
import com.multigres.meta.topo.WatchOptions;
import com.multigres.meta.topo.lock.LockOptions;
import com.multigres.meta.topo.lock.TopoLock;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Encrypted, with certificates on both ends (T28, T29). */
class ZooKeeperTlsTest {
  private static final TopoPath NODE = TopoPath.parse("cells/zone1/Cell");
  private static final String SETTINGS = "/tls?tickTime=500ms&connectTimeout=20s";

  @TempDir static Path folder;
  private static CertificateAuthority authority;
  private static TlsIdentity client;
  private static ZooKeeperProcess server;
  private static int port;

  @BeforeAll
  static void start() throws IOException {
    authority = CertificateAuthority.in(folder.resolve("authority"));
    client = authority.issue("client", "CN=client");
    TlsIdentity own = authority.issue("server", "CN=server");
    Path both = folder.resolve("server-both.pem");
    Files.writeString(both, text(own.key()) + text(own.certificate()));
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    server =
        ZooKeeperSetup.temporary()
            .setting("serverCnxnFactory", "org.apache.zookeeper.server.NettyServerCnxnFactory")
            .setting("secureClientPort", "" + port)
            .setting("ssl.keyStore.location", both.toString())
            .setting("ssl.keyStore.type", "PEM")
            .setting("ssl.trustStore.location", authority.certificate().toString())
            .setting("ssl.trustStore.type", "PEM")
            .start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file);
  }

  private static StoreOptions options(Path trusted, TlsIdentity who) throws IOException {
    return StoreOptions.builder()
        .trustedCertificates(text(trusted))
        .clientCertificate(text(who.certificate()), text(who.key()))
        .build();
  }

  private static StoreOptions usual() throws IOException {
    return options(authority.certificate(), client);
  }

  private static String uri(String host) {
    return "zks://" + host + ":" + port + SETTINGS;
  }

  private static long files() throws IOException {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    try (Stream<Path> all = Files.list(temporary)) {
      // Folders of other tests' servers begin with the same word.
      return all.map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("multigres-zookeeper") && name.endsWith(".p12"))
          .count();
    }
  }

  @Test
  void whoHasTheRightCertificateIsServed() throws IOException {
    LibraryThreads before = LibraryThreads.remembered();
    long kept = files();
    try (TopoStore store = TopoStores.open(uri("127.0.0.1"), usual())) {
      WatchRecorder watcher = new WatchRecorder();
      store.watch(TopoPath.root(), WatchOptions.tree(), watcher);
      store.write(NODE, ByteString.copyFromUtf8("v"), Expect.any());
      watcher.awaitNodes(store.list(TopoPath.root()));
      LockOptions options = LockOptions.of("test").ttl(Duration.ofSeconds(5));
      try (TopoLock lock = store.locks().tryLock(TopoPath.of("s"), options)) {
        assertThat(lock.isHeld()).isTrue();
      }
    }
    Patience.eventually().untilAsserted(before::assertNoneMore);
    assertThat(files()).as("files with certificates").isEqualTo(kept);
  }

  @Test
  void nobodyIsServedWithoutACertificate() throws IOException {
    StoreOptions nobody =
        StoreOptions.builder().trustedCertificates(text(authority.certificate())).build();
    refused(uri("127.0.0.1"), nobody);
  }

  @Test
  void aServerOfAnotherAuthorityIsNotTrusted() throws IOException {
    CertificateAuthority other = CertificateAuthority.in(folder.resolve("other"));
    refused(uri("127.0.0.1"), options(other.certificate(), client));
  }

  @Test
  void aCertificateOfAnotherAuthorityIsNotTrusted() throws IOException {
    CertificateAuthority other = CertificateAuthority.in(folder.resolve("stranger"));
    TlsIdentity stranger = other.issue("stranger", "CN=stranger");
    refused(uri("127.0.0.1"), options(authority.certificate(), stranger));
  }

  @Test
  void aCertificateForAnotherNameIsRefused() throws IOException {
    refused(uri("127.0.0.2"), usual());
  }

  @Test
  void certificatesThatCannotBeReadAreNamedAndNotShown() {
    StoreOptions senseless =
        StoreOptions.builder().trustedCertificates("-----BEGIN NOTHING-----").build();
    TopoException refused = refusal(uri("127.0.0.1"), senseless);
    assertThat(refused.code()).isEqualTo(Code.BAD_INPUT);
    assertThat(refused).hasMessageContaining("TLS").hasMessageNotContaining("NOTHING");
  }

  @Test
  void certificatesForAnAddressThatIsNotEncryptedAreRefused() throws IOException {
    TopoException refused = refusal("zk://127.0.0.1:" + port + "/tls", usual());
    assertThat(refused.code()).isEqualTo(Code.BAD_INPUT);
    assertThat(refused).hasMessageContaining("zks://");
  }

  private static TopoException refusal(String uri, StoreOptions options) {
    TopoException refused =
        catchThrowableOfType(TopoException.class, () -> TopoStores.open(uri, options).close());
    assertThat(refused).as("the refusal").isNotNull();
    return refused;
  }

  /** At once, not by trying for as long as opening may take. */
  private static void refused(String uri, StoreOptions options) {
    LibraryThreads before = LibraryThreads.remembered();
    Patience.within(
        "a refusal",
        Duration.ofSeconds(5),
        () ->
            Patience.taken(
                () -> {
                  TopoException refused = refusal(uri, options);
                  assertThat(refused.code()).as(refused.getMessage()).isEqualTo(Code.ACCESS_DENIED);
                  assertThat(refused).hasMessageContaining(":" + port);
                }));
    Patience.eventually().untilAsserted(before::assertNoneMore);
  }
}

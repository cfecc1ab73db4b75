package com.multigres.meta.topo.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import com.multigres.meta.store.StoreOptions;
import com.multigres.meta.testkit.LibraryThreads;
import com.multigres.meta.testkit.Patience;
import com.multigres.meta.testkit.topo.WatchRecorder;
import com.multigres.meta.testservers.etcd.EtcdExtension;
import com.multigres.meta.testservers.etcd.EtcdSetup;
import com.multigres.meta.testservers.tls.CertificateAuthority;
import com.multigres.meta.testservers.tls.TlsIdentity;
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
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Encrypted, with certificates on both ends (T28, T29). */
class EtcdTlsTest {
  private static final TopoPath NODE = TopoPath.parse("cells/zone1/Cell");
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @RegisterExtension
  static final EtcdExtension ETCD = EtcdExtension.own(EtcdSetup.temporary().tls());

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static TlsIdentity client() {
    return ETCD.server().tls().orElseThrow();
  }

  private static StoreOptions.Builder trusting(Path authority) {
    return StoreOptions.builder().trustedCertificates(text(authority)).connectTimeout(PATIENCE);
  }

  private static StoreOptions.Builder known(StoreOptions.Builder options, TlsIdentity who) {
    return options.clientCertificate(text(who.certificate()), text(who.key()));
  }

  private static StoreOptions usual() {
    return known(trusting(client().authority()), client()).build();
  }

  private String uri(String more) {
    return ETCD.freshRoot().uri() + more;
  }

  @Test
  void whoHasTheRightCertificateIsServed() {
    try (TopoStore store = TopoStores.open(uri(""), usual())) {
      WatchRecorder watcher = new WatchRecorder();
      store.watch(TopoPath.root(), WatchOptions.tree(), watcher);
      store.write(NODE, ByteString.copyFromUtf8("v"), Expect.absent());
      watcher.awaitNodes(store.list(TopoPath.root()));
      try (TopoLock lock = store.locks().tryLock(TopoPath.parse("s"), LockOptions.of("test"))) {
        assertThat(lock.isHeld()).isTrue();
      }
    }
  }

  @Test
  void theNameToExpectCanBeGiven() {
    try (TopoStore store = TopoStores.open(uri("?authority=localhost"), usual())) {
      assertThat(store.read(NODE)).isEmpty();
    }
    refused(uri("?authority=elsewhere.example"), usual());
  }

  @Test
  void nobodyIsServedWithoutACertificate() {
    refused(uri(""), trusting(client().authority()).build());
  }

  @Test
  void aServerOfAnotherAuthorityIsNotTrusted(@TempDir Path folder) {
    CertificateAuthority other = CertificateAuthority.in(folder.resolve("other"));
    refused(uri(""), known(trusting(other.certificate()), client()).build());
  }

  @Test
  void aCertificateOfAnotherAuthorityIsNotTrusted(@TempDir Path folder) {
    CertificateAuthority other = CertificateAuthority.in(folder.resolve("other"));
    TlsIdentity stranger = other.issue("stranger", "O=stranger");
    refused(uri(""), known(trusting(client().authority()), stranger).build());
  }

  @Test
  void certificatesThatCannotBeReadAreNamedAndNotShown() {
    StoreOptions senseless =
        StoreOptions.builder().trustedCertificates("-----BEGIN NOTHING-----").build();
    TopoException refused =
        catchThrowableOfType(
            TopoException.class, () -> TopoStores.open(uri(""), senseless).close());
    assertThat(refused.code()).isEqualTo(Code.BAD_INPUT);
    assertThat(refused).hasMessageContaining("TLS").hasMessageNotContaining("NOTHING");
  }

  @Test
  void whoSpeaksPlainlyToItIsNotServed() {
    LibraryThreads before = LibraryThreads.remembered();
    String plain = uri("?connectTimeout=2s").replace("etcds://", "etcd://");
    TopoException refused =
        catchThrowableOfType(TopoException.class, () -> TopoStores.open(plain).close());
    assertThat(refused).hasMessageContaining("127.0.0.1:" + ETCD.server().port());
    Patience.eventually().untilAsserted(before::assertNoneMore);
  }

  @Test
  void whoHangsUpInTheMiddleOfTheHandshakeHasNotRefusedTheCertificates() throws IOException {
    try (ServerSocket busy = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread hangingUp = new Thread(() -> hangUpOn(busy), "hanging-up");
      hangingUp.setDaemon(true);
      hangingUp.start();
      String uri = "etcds://127.0.0.1:" + busy.getLocalPort() + "/root?connectTimeout=20s";
      StoreOptions options =
          known(StoreOptions.builder().trustedCertificates(text(client().authority())), client())
              .build();
      TopoException away =
          catchThrowableOfType(TopoException.class, () -> TopoStores.open(uri, options).close());
      assertThat(away.code()).as(away.getMessage()).isEqualTo(Code.UNAVAILABLE);
    }
  }

  private static void hangUpOn(ServerSocket busy) {
    while (!busy.isClosed()) {
      try (Socket caller = busy.accept()) {
        // As far as the first bytes of the handshake.
        assertThat(caller.getInputStream().read()).isPositive();
      } catch (IOException over) {
        if (busy.isClosed()) {
          return;
        }
      }
    }
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
                  TopoException refused =
                      catchThrowableOfType(
                          TopoException.class, () -> TopoStores.open(uri, options).close());
                  assertThat(refused).as("the refusal").isNotNull();
                  assertThat(refused.code()).as(refused.getMessage()).isEqualTo(Code.ACCESS_DENIED);
                  assertThat(refused).hasMessageContaining("127.0.0.1:" + ETCD.server().port());
                }));
    Patience.eventually().untilAsserted(before::assertNoneMore);
  }
}

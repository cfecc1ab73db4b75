package com.multigres.meta.testservers.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.multigres.meta.testservers.ServerStartException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class EtcdAccessTest {

  private static final Duration LIMIT = Duration.ofSeconds(10);

  @RegisterExtension
  static final EtcdExtension etcd = EtcdExtension.own(EtcdSetup.temporary().tls().login());

  @Test
  void whoHasTheCertificateAndThePasswordIsServed() {
    EtcdGateway gateway = EtcdGateway.to(etcd.server());
    gateway.put("/a", "1");

    assertThat(gateway.get("/a")).contains("1");
    assertThat(etcd.server().uri("/root")).startsWith("etcds://127.0.0.1:").endsWith("/root");
    assertThat(etcd.server().endpoint()).startsWith("https://");
  }

  @Test
  void nobodyIsServedWithoutACertificate() {
    String plain = etcd.server().endpoint().replace("https", "http");
    EtcdGateway gateway = new EtcdGateway(plain, Optional.empty(), etcd.server().login(), LIMIT);

    assertThat(gateway.healthy(true)).isFalse();
    assertThatThrownBy(() -> gateway.get("/a")).isInstanceOf(ServerStartException.class);
  }

  @Test
  void nobodyIsServedWithoutAUser() {
    EtcdGateway gateway =
        new EtcdGateway(etcd.server().endpoint(), etcd.server().tls(), Optional.empty(), LIMIT);

    assertThatThrownBy(() -> gateway.get("/a")).hasMessageContaining("user name is empty");
  }

  @Test
  void aWrongPasswordIsRefusedAndNotRepeated() {
    EtcdLogin wrong = new EtcdLogin("root", "hunter2");
    EtcdGateway gateway =
        new EtcdGateway(etcd.server().endpoint(), etcd.server().tls(), Optional.of(wrong), LIMIT);

    assertThatThrownBy(() -> gateway.get("/a"))
        .hasMessageContaining("authentication failed")
        .hasMessageNotContaining("hunter2");
    assertThat(wrong.toString()).doesNotContain("hunter2");
  }

  @Test
  void itStillAsksAfterARestart() {
    etcd.process().restart();

    EtcdGateway.to(etcd.server()).put("/again", "1");
    nobodyIsServedWithoutAUser();
  }

  @Test
  void whatIsSecretStandsNeitherInTheCommandNorWhereOthersCanRead() throws Exception {
    String password = etcd.server().login().orElseThrow().password();

    assertThat(etcd.process().command()).noneMatch(argument -> argument.contains(password));
    assertThat(Files.readString(etcd.process().folder().log())).doesNotContain(password);
    assertThat(etcd.process().folder().path())
        .extracting(
            folder -> {
              try {
                return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder));
              } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            })
        .isEqualTo("rwx------");
  }
}

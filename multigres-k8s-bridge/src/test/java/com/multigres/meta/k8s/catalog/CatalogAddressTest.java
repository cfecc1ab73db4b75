package com.multigres.meta.k8s.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogException.Code;
import com.multigres.meta.catalog.CatalogStores;
import com.multigres.meta.store.StoreOptions;
import com.multigres.meta.store.StoreUri;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an address says, and what it must not. */
class CatalogAddressTest {

  private static CatalogException refused(String uri) {
    CatalogException error =
        catchThrowableOfType(CatalogException.class, () -> CatalogStores.open(uri));
    assertThat(error).as(uri).isNotNull();
    assertThat(error.code()).as(error.getMessage()).isEqualTo(Code.BAD_INPUT);
    return error;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "k8s://ns",
        "k8s://ns/",
        "k8s:///c",
        "k8s://ns:80/c",
        "k8s://ns,other/c",
        "k8s://Ns/c",
        "k8s://ns/a/b",
        "k8s://ns/c%2Fd",
        "k8s://ns/c?timeout=0s",
        "k8s://ns/c?timeout=soon",
        "k8s://ns/c?remember=0",
        "k8s://ns/c?remember=many",
        "k8s://ns/c?lazy=perhaps",
        "k8s://ns/c?server=elsewhere",
        "k8s://ns/c?color=red"
      })
  void anAddressThatIsNoneIsRefused(String uri) {
    refused(uri);
  }

  @Test
  void aSecretInAnAddressIsRefusedAndNotShown() {
    assertThat(refused("k8s://me:hunter2@ns/c")).hasMessageNotContaining("hunter2");
    assertThat(refused("k8s://ns/c?server=https://me:hunter2@host"))
        .hasMessageNotContaining("hunter2");
    assertThat(refused("k8s://ns/c?token=hunter2")).hasMessageNotContaining("hunter2");
  }

  @Test
  void optionsWinOverTheAddress() {
    CatalogAddress address =
        CatalogAddress.of(
            StoreUri.parse("k8s://ns/c?timeout=3s&connectTimeout=200ms&remember=7&lazy=true"),
            StoreOptions.builder().timeout(Duration.ofMinutes(1)).build());
    assertThat(address.namespace()).isEqualTo("ns");
    assertThat(address.cluster()).isEqualTo("c");
    assertThat(address.timeout()).isEqualTo(Duration.ofMinutes(1));
    assertThat(address.api().connectTimeout()).isEqualTo(Duration.ofMillis(200));
    assertThat(address.remembered()).isEqualTo(7);
    assertThat(address.lazy()).isTrue();
  }

  @Test
  void credentialsAreNotInAnyText() {
    CatalogAddress address =
        CatalogAddress.of(
            StoreUri.parse("k8s://ns/c?server=https://host"),
            StoreOptions.builder()
                .password(() -> "hunter2")
                .clientCertificate("CERTIFICATE", "hunter3")
                .build());
    assertThat(address.toString()).doesNotContain("hunter");
  }

  @Test
  void aConfigurationFileThatIsNotThereIsNamed(@TempDir Path folder) {
    Path nowhere = folder.resolve("nowhere");
    assertThat(refused("k8s://ns/c?kubeconfig=" + nowhere))
        .hasMessageContaining(nowhere.toString());
  }

  @Test
  void aContextThatIsNotThereIsNamed(@TempDir Path folder) throws IOException {
    Path config = folder.resolve("config");
    Files.writeString(
        config,
        """
        apiVersion: v1
        kind: Config
        current-context: one
        contexts:
          - name: one
            context: {cluster: c, user: u}
        clusters:
          - name: c
            cluster: {server: "https://127.0.0.1:1"}
        users:
          - name: u
            user: {}
        """);
    assertThat(refused("k8s://ns/c?context=two&kubeconfig=" + config)).hasMessageContaining("two");
  }

  @Test
  void aServerThatIsNotThereIsUnavailable() {
    CatalogException error =
        catchThrowableOfType(
            CatalogException.class,
            () -> CatalogStores.open("k8s://ns/c?connectTimeout=500ms&server=https://127.0.0.1:1"));
    assertThat(error.code()).as(error.getMessage()).isIn(Code.UNAVAILABLE, Code.TIMEOUT);
    assertThat(error).hasMessageContaining("127.0.0.1:1");
  }
}

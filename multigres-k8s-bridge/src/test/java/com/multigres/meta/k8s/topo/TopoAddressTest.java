package com.multigres.meta.k8s.topo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.multigres.meta.store.StoreOptions;
import com.multigres.meta.store.StoreUri;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a topology's address says, and what it must not. */
class TopoAddressTest {

  private static TopoException refused(String uri) {
    TopoException error = catchThrowableOfType(TopoException.class, () -> TopoStores.open(uri));
    assertThat(error).as(uri).isNotNull();
    assertThat(error.code()).as(error.getMessage()).isEqualTo(Code.BAD_INPUT);
    return error;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "k8s:///multigres/global",
        "k8s://ns:80/global",
        "k8s://ns,other/global",
        "k8s://Ns/global",
        "k8s://ns/a//b",
        "k8s://ns/global?timeout=0s",
        "k8s://ns/global?observe=perhaps",
        "k8s://ns/global?remember=7",
        "k8s://ns/global?server=elsewhere"
      })
  void anAddressThatIsNoneIsRefused(String uri) {
    refused(uri);
  }

  @Test
  void aSecretInAnAddressIsRefusedAndNotShown() {
    assertThat(refused("k8s://me:hunter2@ns/global")).hasMessageNotContaining("hunter2");
  }

  @Test
  void aStoreObservesSessionsUnlessItIsToldNotTo() {
    assertThat(address("k8s://ns/global").observes()).isTrue();
    assertThat(address("k8s://ns/global?observe=false").observes()).isFalse();
  }

  @Test
  void theRootMayHaveAnyNames() {
    assertThat(address("k8s://ns/a%2Fb/c").root()).isEqualTo(TopoPath.of("a/b", "c"));
    assertThat(address("k8s://ns/").root()).isEqualTo(TopoPath.root());
  }

  private static TopoAddress address(String uri) {
    return TopoAddress.of(StoreUri.parse(uri), StoreOptions.builder().build());
  }

  @Test
  void aServerThatIsNotThereIsNamed() {
    TopoException error =
        catchThrowableOfType(
            TopoException.class,
            () ->
                TopoStores.open("k8s://ns/global?connectTimeout=500ms&server=https://127.0.0.1:1"));
    assertThat(error.code()).as(error.getMessage()).isIn(Code.UNAVAILABLE, Code.TIMEOUT);
    assertThat(error).hasMessageContaining("127.0.0.1:1");
  }
}

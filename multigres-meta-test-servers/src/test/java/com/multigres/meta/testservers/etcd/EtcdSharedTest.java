package com.multigres.meta.testservers.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.multigres.meta.testservers.ServerStartException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EtcdSharedTest {

  @RegisterExtension static final EtcdExtension etcd = EtcdExtension.shared();
  @RegisterExtension static final EtcdExtension another = EtcdExtension.shared();

  private static EtcdGateway gateway() {
    return EtcdGateway.to(etcd.server());
  }

  @Test
  void allClassesOfAJvmShareOneServer() {
    assertThat(another.server()).isSameAs(etcd.server());
  }

  @Test
  void aSharedServerIsNotForOneClassToStop() {
    assertThatThrownBy(etcd::process)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("shared");
  }

  @Test
  void aRootGoesWithItsKeysAndNobodyElsesDo() {
    EtcdRoot first = etcd.freshRoot();
    EtcdRoot second = etcd.freshRoot();
    String neighbour = first.path() + "0";
    gateway().put(first.path() + "/a", "1");
    gateway().put(first.path() + "/b/c", "2");
    gateway().put(neighbour, "3");
    gateway().put(second.path() + "/a", "4");

    first.close();
    first.close();

    assertThat(gateway().get(first.path() + "/a")).isEmpty();
    assertThat(gateway().get(first.path() + "/b/c")).isEmpty();
    assertThat(gateway().get(neighbour)).contains("3");
    assertThat(gateway().get(second.path() + "/a")).contains("4");
  }

  @Test
  void aRootHasTheAddressOfATopologyStore() {
    EtcdRoot root = etcd.freshRoot();

    assertThat(root.uri())
        .isEqualTo("etcd://" + etcd.server().host() + ":" + etcd.server().port() + root.path());
  }

  @Test
  void aGivenServerIsAskedBeforeItIsTakenAndIsNotEnded() {
    GivenEtcd given = GivenEtcd.parse(etcd.server().endpoint());
    given.close();

    assertThat(EtcdGateway.to(given).healthy(true)).isTrue();
    assertThat(given.endpoint()).isEqualTo(etcd.server().endpoint());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1:2379",
        "ftp://127.0.0.1:2379",
        "http://user-without-secret@127.0.0.1:2379",
        "http://user:secret@127.0.0.1:2379/path",
        "http://user:secret@",
        "a b:secret"
      })
  void aGivenAddressOfAnotherFormIsRefusedWithoutBeingRepeated(String text) {
    assertThatThrownBy(() -> GivenEtcd.parse(text))
        .isInstanceOf(ServerStartException.class)
        .hasMessageContaining("http://[user:password@]host:port")
        .hasMessageNotContaining("secret");
  }
}

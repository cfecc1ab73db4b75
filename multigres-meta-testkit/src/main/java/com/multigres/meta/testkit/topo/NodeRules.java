package com.multigres.meta.testkit.topo;

import static com.multigres.meta.testkit.topo.TopoFixture.bytes;
import static com.multigres.meta.testkit.topo.TopoFixture.path;
import static com.multigres.meta.testkit.topo.TopoFixture.refused;
import static com.multigres.meta.testkit.topo.TopoFixture.standing;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.multigres.meta.testkit.Rule;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.Version;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Single nodes and conditional writes (T2, T5, T7, T8, T21). */
interface NodeRules extends TopoFixture {

  @Test
  @Rule("T7")
  default void aMissingNodeReadsAsEmpty() {
    assertThat(store().read(path("nothing/here"))).isEmpty();
  }

  @Test
  @Rule("T7")
  default void aMissingNodeIsNotDeleted() {
    TopoException error =
        refused(Code.NO_NODE, () -> store().delete(path("nothing/here"), Expect.any()));
    assertThat(error.path()).contains(path("nothing/here"));
  }

  @Test
  @Rule("T7")
  default void aNodeIsReadAsItWasWritten() {
    Version version = store().write(path("a/b"), bytes("value"), Expect.absent());
    Node node = standing(store(), path("a/b"));
    assertThat(node.path()).isEqualTo(path("a/b"));
    assertThat(node.value()).isEqualTo(bytes("value"));
    assertThat(node.version()).isEqualTo(version);
    assertThat(node.ephemeral()).isFalse();
  }

  @Test
  @Rule("T7")
  default void creatingWhatStandsIsRefused() {
    put(path("a"), "first");
    TopoException error =
        refused(Code.NODE_EXISTS, () -> store().write(path("a"), bytes("second"), Expect.absent()));
    assertThat(error.path()).contains(path("a"));
    assertThat(standing(store(), path("a")).value()).isEqualTo(bytes("first"));
  }

  @Test
  @Rule("T7")
  default void aStaleVersionIsRefused() {
    Version first = put(path("a"), "first");
    Version second = store().write(path("a"), bytes("second"), Expect.version(first));
    assertThat(second).isNotEqualTo(first);
    refused(
        Code.BAD_VERSION, () -> store().write(path("a"), bytes("third"), Expect.version(first)));
    refused(Code.BAD_VERSION, () -> store().delete(path("a"), Expect.version(first)));
    assertThat(standing(store(), path("a")).version()).isEqualTo(second);
    store().delete(path("a"), Expect.version(second));
    assertThat(store().read(path("a"))).isEmpty();
  }

  @Test
  @Rule("T7")
  default void aVersionOfANodeThatIsGoneIsRefusedAsNoNode() {
    Version version = put(path("a"), "v");
    store().delete(path("a"), Expect.any());
    refused(Code.NO_NODE, () -> store().write(path("a"), bytes("w"), Expect.version(version)));
    refused(Code.NO_NODE, () -> store().delete(path("a"), Expect.version(version)));
    refused(Code.NO_NODE, () -> store().delete(path("a"), Expect.any()));
    assertThat(store().read(path("a"))).isEmpty();
  }

  @Test
  @Rule("T7")
  default void anUnconditionalWriteCreatesAndReplaces() {
    store().write(path("a"), bytes("one"), Expect.any());
    store().write(path("a"), bytes("two"), Expect.any());
    assertThat(standing(store(), path("a")).value()).isEqualTo(bytes("two"));
  }

  @Test
  @Rule("T7")
  default void aDeleteThatExpectsAbsenceMakesNoSense() {
    refused(Code.BAD_INPUT, () -> store().delete(path("a"), Expect.absent()));
  }

  @Test
  @Rule("T7")
  default void aForeignVersionIsRefusedAsBadInput() {
    Version own = put(path("a"), "v");
    Version elsewhere = put(path("b"), "v");
    refused(Code.BAD_INPUT, () -> write(path("a"), elsewhere));
    refused(Code.BAD_INPUT, () -> write(path("a"), new Version("another", path("a"), own.token())));
    refused(
        Code.BAD_INPUT, () -> write(path("a"), new Version(own.backend(), path("a"), "no token")));
    refused(Code.BAD_INPUT, () -> store().delete(path("a"), Expect.version(elsewhere)));
    assertThat(standing(store(), path("a")).version()).isEqualTo(own);
  }

  private Version write(TopoPath path, Version expected) {
    return store().write(path, bytes("never"), Expect.version(expected));
  }

  @Test
  @Rule("T7")
  default void aVersionSurvivesItsTextForm() {
    Version version = put(path("a"), "v");
    Version read = Version.parse(path("a"), version.toString());
    assertThat(read).isEqualTo(version);
    store().write(path("a"), bytes("w"), Expect.version(read));
  }

  @Test
  @Rule("T8")
  default void aVersionNeverMatchesAgainOverAThousandLives() {
    Set<Version> seen = new HashSet<>();
    seen.add(store().write(path("a"), bytes("same"), Expect.absent()));
    for (int round = 0; round < 1_000; round++) {
      store().delete(path("a"), Expect.any());
      Version next = store().write(path("a"), bytes("same"), Expect.absent());
      assertThat(seen.add(next)).as("version %s given out twice", next).isTrue();
    }
    seen.remove(standing(store(), path("a")).version());
    assertThat(seen).hasSize(1_000);
    seen.forEach(stale -> refused(Code.BAD_VERSION, () -> write(path("a"), stale)));
  }

  @Test
  @Rule("T8")
  default void noVersionOfAnEarlierLifeMatchesTheCurrentOne() {
    for (int round = 0; round < 20; round++) {
      Version earlier = store().write(path("a"), bytes("same"), Expect.absent());
      store().delete(path("a"), Expect.any());
      Version current = store().write(path("a"), bytes("same"), Expect.absent());
      refused(Code.BAD_VERSION, () -> write(path("a"), earlier));
      refused(Code.BAD_VERSION, () -> store().delete(path("a"), Expect.version(earlier)));
      store().delete(path("a"), Expect.version(current));
    }
  }

  @Test
  @Rule("T8")
  default void writingEqualBytesIsAWriteOfItsOwn() {
    Version first = put(path("a"), "same");
    Version second = put(path("a"), "same");
    assertThat(second).isNotEqualTo(first);
    refused(Code.BAD_VERSION, () -> write(path("a"), first));
  }

  @Test
  @Rule("T2")
  default void anEmptyValueIsAValue() {
    Version version = store().write(path("a"), ByteString.EMPTY, Expect.absent());
    Node node = standing(store(), path("a"));
    assertThat(node.value()).isEqualTo(ByteString.EMPTY);
    assertThat(node.version()).isEqualTo(version);
    assertThat(store().list(TopoPath.root())).containsExactly(node);
  }

  @Test
  @Rule("T2")
  default void everyByteComesBack() {
    byte[] all = new byte[256];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    store().write(path("a"), ByteString.copyFrom(all), Expect.absent());
    assertThat(standing(store(), path("a")).value()).isEqualTo(ByteString.copyFrom(all));
  }

  @Test
  @Rule("T2")
  default void theLargestValueFitsAndOneByteMoreIsRefused() {
    int largest = store().capabilities().maxValueBytes();
    assertThat(largest).isGreaterThanOrEqualTo(512 * 1024);
    ByteString fits = ByteString.copyFrom(new byte[largest]);
    store().write(path("a"), fits, Expect.absent());
    ByteString tooLarge = ByteString.copyFrom(new byte[largest + 1]);
    refused(Code.TOO_LARGE, () -> store().write(path("a"), tooLarge, Expect.any()));
    refused(Code.TOO_LARGE, () -> store().write(path("b"), tooLarge, Expect.absent()));
    assertThat(standing(store(), path("a")).value()).isEqualTo(fits);
    assertThat(store().read(path("b"))).isEmpty();
    put(path("b"), "still usable");
  }

  @Test
  @Rule("T5")
  default void whatOneClientWroteEveryOtherReadsAtOnce() {
    TopoStore other = another();
    for (int i = 0; i < 100; i++) {
      Version written = put(path("a"), "value " + i);
      assertThat(standing(other, path("a")).version()).isEqualTo(written);
      assertThat(other.list(TopoPath.root())).extracting(Node::version).containsExactly(written);
    }
    store().delete(path("a"), Expect.any());
    assertThat(other.read(path("a"))).isEmpty();
  }
}

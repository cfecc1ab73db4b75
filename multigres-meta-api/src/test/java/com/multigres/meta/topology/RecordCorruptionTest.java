package com.multigres.meta.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.multigres.meta.model.component.ComponentId;
import com.multigres.meta.model.component.ComponentType;
import com.multigres.meta.model.component.Gateway;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topology.internal.wire.Multigateway;
import com.multigres.meta.topology.internal.wire.Multipooler;
import java.util.Map;
import java.util.Random;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bytes that are no record, or a record that says what cannot be. */
class RecordCorruptionTest {
  private static final TopoPath PATH = TopoPath.of("poolers", "multipooler-zone1-abc", "Pooler");
  private static final ByteString GARBAGE = ByteString.fromHex("ffffffff00");

  @Test
  void garbageIsCorruptAndNamesPathAndMessage() {
    assertCorrupt(() -> RecordCodecs.POOLER.decode(PATH, GARBAGE))
        .hasMessageStartingWith(PATH.toString())
        .hasMessageContaining("Multipooler");
  }

  @Test
  void garbageIsNotWrittenOver() {
    Gateway gateway =
        new Gateway(new ComponentId(ComponentType.GATEWAY, "z", "g"), "h", Map.of(), 0);
    assertCorrupt(() -> RecordCodecs.GATEWAY.merge(PATH, GARBAGE, gateway))
        .hasMessageContaining("Multigateway");
  }

  @Test
  void aTextThatIsNotUtf8IsCorrupt() {
    assertCorrupt(() -> RecordCodecs.CELL.decode(PATH, ByteString.fromHex("0a02c328")))
        .hasMessageContaining("Cell");
  }

  @Test
  void aComponentWithoutAnIdIsCorrupt() {
    assertCorrupt(() -> RecordCodecs.POOLER.decode(PATH, ByteString.EMPTY))
        .hasMessageContaining("component id");
  }

  @Test
  void aComponentOfAnotherTypeIsCorrupt() {
    ByteString gateway = Vector.named("gateway").bytes();
    ByteString asPooler =
        Multipooler.newBuilder().build().toByteString().concat(gateway.substring(0, 16));
    assertCorrupt(() -> RecordCodecs.POOLER.decode(PATH, asPooler))
        .hasMessageContaining("multigateway-zone1-gw1");
  }

  @Test
  void aPortThatCannotBeIsCorrupt() {
    ByteString bytes =
        Multigateway.newBuilder()
            .setId(
                com.multigres
                    .meta
                    .topology
                    .internal
                    .wire
                    .ID
                    .newBuilder()
                    .setComponentValue(2)
                    .setCell("z")
                    .setName("g"))
            .putPortMap("grpc", 65_536)
            .build()
            .toByteString();
    assertCorrupt(() -> RecordCodecs.GATEWAY.decode(PATH, bytes)).hasMessageContaining("65536");
  }

  @Test
  void aTimeOutOfRangeIsCorrupt() {
    Multipooler.Builder pooler = Multipooler.newBuilder();
    pooler.getIdBuilder().setComponentValue(1).setCell("z").setName("p");
    pooler.getLifecycleStatusBuilder().getUpdatedBuilder().setSeconds(Long.MAX_VALUE);
    assertCorrupt(() -> RecordCodecs.POOLER.decode(PATH, pooler.build().toByteString()))
        .hasMessageContaining("out of range");
  }

  @Test
  void anEmptyKeyRangeIsCorrupt() {
    Multipooler.Builder pooler = Multipooler.newBuilder();
    pooler.getIdBuilder().setComponentValue(1).setCell("z").setName("p");
    pooler.getKeyRangeBuilder().setStart(ByteString.fromHex("80")).setEnd(ByteString.fromHex("40"));
    assertCorrupt(() -> RecordCodecs.POOLER.decode(PATH, pooler.build().toByteString()));
  }

  @ParameterizedTest
  @MethodSource("com.multigres.meta.topology.Vector#all")
  void anythingElseThanARecordIsCorruptAndNothingWorse(Vector vector) {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    RecordCodec<?> codec = vector.codec();
    for (int i = 0; i < 2_000; i++) {
      byte[] bytes = vector.bytes().toByteArray();
      for (int flips = 0; bytes.length > 0 && flips <= random.nextInt(4); flips++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      ByteString damaged =
          ByteString.copyFrom(bytes, 0, bytes.length == 0 ? 0 : random.nextInt(bytes.length));
      try {
        assertThat(codec.decode(PATH, damaged)).as("seed %d", seed).isNotNull();
      } catch (TopoException e) {
        assertThat(e.code()).as("seed %d", seed).isEqualTo(TopoException.Code.CORRUPT);
      }
    }
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> assertCorrupt(
      ThrowingCallable call) {
    return assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            TopoException.class,
            e -> {
              assertThat(e.code()).isEqualTo(TopoException.Code.CORRUPT);
              assertThat(e.path()).contains(PATH);
            });
  }
}

package com.multigres.meta.topology;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.TextFormat;
import com.google.protobuf.UnknownFieldSet;
import com.multigres.meta.model.KeyRange;
import com.multigres.meta.model.ShardKey;
import com.multigres.meta.model.component.Backup;
import com.multigres.meta.model.component.BackupLocation;
import com.multigres.meta.model.component.Cell;
import com.multigres.meta.model.component.ComponentId;
import com.multigres.meta.model.component.ComponentType;
import com.multigres.meta.model.component.DatabaseRecord;
import com.multigres.meta.model.component.DurabilityPolicy;
import com.multigres.meta.model.component.Gateway;
import com.multigres.meta.model.component.Lifecycle;
import com.multigres.meta.model.component.LifecycleStatus;
import com.multigres.meta.model.component.Orchestrator;
import com.multigres.meta.model.component.Pooler;
import com.multigres.meta.model.component.PoolerType;
import com.multigres.meta.model.component.RoutingRole;
import com.multigres.meta.model.component.RoutingState;
import com.multigres.meta.model.component.RuleNumber;
import com.multigres.meta.model.component.ServingStatus;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topology.internal.wire.Multigateway;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Records that the components of today wrote, byte for byte. */
class RecordVectorsTest {
  private static final TopoPath PATH = TopoPath.of("somewhere");

  private static final Gateway GATEWAY =
      new Gateway(
          new ComponentId(ComponentType.GATEWAY, "zone1", "gw1"),
          "host1",
          ports("postgres", 15432, "grpc", 15170),
          4095);

  private static final Pooler STARTING =
      Pooler.builder(new ComponentId(ComponentType.POOLER, "zone1", "abc"))
          .shardKey(new ShardKey("postgres", "default", "0-inf"))
          .servingStatus(ServingStatus.DISABLED)
          .hostname("host1")
          .port("grpc", 15270)
          .port("postgres", 5432)
          .poolerDir("/data/pooler")
          .pgDataDir("/data/pg")
          .lifecycle(
              new Lifecycle(
                  LifecycleStatus.STARTING,
                  "process starting",
                  Instant.ofEpochSecond(1_760_000_000L, 123_000_000)))
          .build();

  private static final Pooler PRIMARY =
      Pooler.builder(new ComponentId(ComponentType.POOLER, "zone2", "x-1"))
          .shardKey(new ShardKey("db1", "tg1", "0-8"))
          .keyRange(new KeyRange(ByteString.EMPTY, ByteString.fromHex("80")))
          .type(PoolerType.PRIMARY)
          .servingStatus(ServingStatus.SERVING)
          .hostname("h.example")
          .port("grpc", 1)
          .lifecycle(new Lifecycle(LifecycleStatus.ACTIVE, "", Instant.ofEpochSecond(1)))
          .routingState(new RoutingState(RoutingRole.PRIMARY, new RuleNumber(7, 2)))
          .build();

  private static final Map<String, Object> MEANING =
      Map.of(
          "cell with a local server",
          new Cell(
              "cell1", List.of("127.0.0.1:2379", "127.0.0.1:22379"), "/multigres/cluster1/cell1"),
          "cell on the global servers",
          new Cell("zone1", List.of(), "/multigres/global"),
          "empty cell",
          new Cell("", List.of(), ""),
          "default database",
          new DatabaseRecord(
              "postgres",
              Backup.at(new BackupLocation.Filesystem("/backups")),
              List.of("zone1", "zone2"),
              DurabilityPolicy.AT_LEAST_2),
          "pooler starting",
          STARTING,
          "pooler primary of a range",
          PRIMARY,
          "gateway",
          GATEWAY,
          "orchestrator",
          new Orchestrator(
              new ComponentId(ComponentType.ORCHESTRATOR, "zone1", "orch1"),
              "host1",
              Map.of("grpc", 15370)),
          "gateway written by a newer component (unknown field 99)",
          GATEWAY);

  static Stream<Vector> all() {
    return Vector.all().stream();
  }

  static Stream<Vector> withoutUnknownFields() {
    return all().filter(vector -> !vector.name().contains("unknown"));
  }

  @Test
  void everyVectorHasAMeaningHere() {
    assertThat(all().map(Vector::name)).containsExactlyInAnyOrderElementsOf(MEANING.keySet());
  }

  @ParameterizedTest
  @MethodSource("all")
  void everyRecordDecodesToWhatItSays(Vector vector) {
    assertThat(codec(vector).decode(PATH, vector.bytes())).isEqualTo(MEANING.get(vector.name()));
  }

  @ParameterizedTest
  @MethodSource("all")
  void portsKeepTheOrderOfTheRecord(Vector vector) {
    if (codec(vector).decode(PATH, vector.bytes())
        instanceof com.multigres.meta.model.component.Component found) {
      var meant = (com.multigres.meta.model.component.Component) meaning(vector);
      assertThat(found.ports().keySet()).containsExactlyElementsOf(meant.ports().keySet());
    }
  }

  @ParameterizedTest
  @MethodSource("withoutUnknownFields")
  void everyRecordEncodesToTheSameBytes(Vector vector) {
    assertThat(codec(vector).encode(meaning(vector))).isEqualTo(vector.bytes());
  }

  @ParameterizedTest
  @MethodSource("all")
  void everyRecordWrittenOverItselfHasTheSameBytes(Vector vector) {
    assertThat(codec(vector).merge(PATH, vector.bytes(), meaning(vector)))
        .isEqualTo(vector.bytes());
  }

  @ParameterizedTest
  @MethodSource("withoutUnknownFields")
  void ourSchemaReadsTheTextAsTheSameBytes(Vector vector) throws Exception {
    DynamicMessage.Builder message = DynamicMessage.newBuilder(descriptor(vector.message()));
    TextFormat.merge(vector.text(), message);
    DynamicMessage meant = message.build();
    assertThat(DynamicMessage.parseFrom(descriptor(vector.message()), vector.bytes()))
        .isEqualTo(meant);
  }

  @Test
  void aFieldOfANewerComponentSurvivesAChange() throws Exception {
    ByteString newer =
        Vector.named("gateway written by a newer component (unknown field 99)").bytes();
    Gateway moved = new Gateway(GATEWAY.id(), "host2", GATEWAY.ports(), GATEWAY.pidPrefix());

    ByteString written = RecordCodecs.GATEWAY.merge(PATH, newer, moved);

    assertThat(RecordCodecs.GATEWAY.decode(PATH, written)).isEqualTo(moved);
    UnknownFieldSet unknown = Multigateway.parseFrom(written).getUnknownFields();
    assertThat(unknown.getField(99).getLengthDelimitedList())
        .containsExactly(ByteString.copyFromUtf8("new"));
  }

  private static Descriptor descriptor(String message) {
    return Objects.requireNonNull(
        Multigateway.getDescriptor().getFile().findMessageTypeByName(message));
  }

  private static Object meaning(Vector vector) {
    return Objects.requireNonNull(MEANING.get(vector.name()));
  }

  @SuppressWarnings("unchecked")
  private static RecordCodec<Object> codec(Vector vector) {
    return (RecordCodec<Object>) vector.codec();
  }

  private static Map<String, Integer> ports(
      String first, int firstPort, String second, int secondPort) {
    Map<String, Integer> ports = new LinkedHashMap<>();
    ports.put(first, firstPort);
    ports.put(second, secondPort);
    return ports;
  }
}

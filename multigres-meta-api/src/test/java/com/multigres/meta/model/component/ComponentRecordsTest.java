package com.multigres.meta.model.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.multigres.meta.model.ShardKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ComponentRecordsTest {
  private static final ComponentId POOLER = new ComponentId(ComponentType.POOLER, "zone1", "abc");
  private static final ComponentId GATEWAY = new ComponentId(ComponentType.GATEWAY, "zone1", "g");

  @ParameterizedTest
  @ValueSource(strings = {"", "a\0b"})
  void aNameThatIsEmptyOrHoldsNulIsRefused(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ComponentId(ComponentType.POOLER, "zone1", name))
        .withMessageContaining("name");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ComponentId(ComponentType.POOLER, name, "abc"))
        .withMessageContaining("cell");
  }

  @Test
  void anIdWhoseTextIsLongerThanANodesNameIsRefused() {
    int room = 255 - "multipooler-zone1-".length();
    assertThat(new ComponentId(ComponentType.POOLER, "zone1", "n".repeat(room)).text())
        .hasSize(255);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ComponentId(ComponentType.POOLER, "zone1", "n".repeat(room + 1)))
        .withMessageContaining("255");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new ComponentId(ComponentType.POOLER, "zone1", "n".repeat(room - 1) + "ü"))
        .withMessageContaining("255");
  }

  @Test
  void theTextOfAnIdJoinsTypeCellAndName() {
    assertThat(POOLER).hasToString("multipooler-zone1-abc");
    assertThat(new ComponentId(ComponentType.GATEWAY, "a-b", "c-d").text())
        .isEqualTo("multigateway-a-b-c-d");
    assertThat(new ComponentId(ComponentType.ORCHESTRATOR, "z", "o").text())
        .isEqualTo("multiorch-z-o");
  }

  @Test
  void idsWithTheSameTextAreStillDifferentComponents() {
    assertThat(new ComponentId(ComponentType.POOLER, "a-b", "c"))
        .isNotEqualTo(new ComponentId(ComponentType.POOLER, "a", "b-c"));
  }

  @Test
  void anIdOfAnotherTypeIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Pooler.builder(GATEWAY).build())
        .withMessageContaining("multigateway-zone1-g");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Gateway(POOLER, "h", Map.of(), 0))
        .withMessageContaining("multipooler-zone1-abc");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Orchestrator(POOLER, "h", Map.of()))
        .withMessageContaining("multipooler-zone1-abc");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 65_536})
  void aPortOutOfRangeIsRefused(int port) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Pooler.builder(POOLER).port("grpc", port).build())
        .withMessageContaining("grpc")
        .withMessageContaining("" + port);
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 4_294_967_296L})
  void aPidPrefixOutOfRangeIsRefused(long prefix) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Gateway(GATEWAY, "h", Map.of(), prefix))
        .withMessageContaining("" + prefix);
  }

  @Test
  void aRecordDoesNotChangeWithWhatItWasMadeOf() {
    Map<String, Integer> ports = new LinkedHashMap<>(Map.of("grpc", 1));
    List<String> addresses = new ArrayList<>(List.of("a:1"));
    Gateway gateway = new Gateway(GATEWAY, "h", ports, 0);
    Cell cell = new Cell("zone1", addresses, "/r");

    ports.put("http", 2);
    addresses.add("b:2");

    assertThat(gateway.ports()).isEqualTo(Map.of("grpc", 1));
    assertThat(cell.serverAddresses()).containsExactly("a:1");
  }

  @Test
  void theCheckedPortsOfAComponentServeOthersWithoutACopy() {
    Map<String, Integer> ports = new LinkedHashMap<>();
    ports.put("postgres", 5432);
    ports.put("grpc", 1);
    Gateway first = new Gateway(GATEWAY, "host", ports, 1);
    Gateway second = new Gateway(GATEWAY, "host", first.ports(), 1);
    assertThat(second.ports()).isSameAs(first.ports()).isEqualTo(ports).hasSameHashCodeAs(ports);
    assertThat(second.ports().keySet()).containsExactly("postgres", "grpc");
    assertThat(second.ports()).containsEntry("grpc", 1).doesNotContainKey("http");
    assertThatThrownBy(() -> second.ports().put("http", 2))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> second.ports().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void aBuilderStartsFromAPoolerAndLeavesItAsItIs() {
    Pooler pooler =
        Pooler.builder(POOLER)
            .shardKey(new ShardKey("db1", "tg1", "0-8"))
            .hostname("h")
            .port("grpc", 1)
            .poolerDir("/p")
            .pgDataDir("/d")
            .build();

    Pooler primary = pooler.toBuilder().type(PoolerType.PRIMARY).port("grpc", 2).build();

    assertThat(pooler.toBuilder().build()).isEqualTo(pooler);
    assertThat(pooler.ports()).isEqualTo(Map.of("grpc", 1));
    assertThat(primary.toBuilder().type(PoolerType.UNKNOWN).port("grpc", 1).build())
        .isEqualTo(pooler);
  }

  @Test
  void aNumberWithoutANameIsAValue() {
    assertThat(new PoolerType(1)).isEqualTo(PoolerType.PRIMARY).hasToString("PRIMARY");
    assertThat(new PoolerType(9)).isNotEqualTo(PoolerType.UNKNOWN);
    assertThat(new PoolerType(9).name()).isEqualTo("UNRECOGNIZED(9)");
  }

  @ParameterizedTest
  @CsvSource({"pooler,1", "Multigateway,2", "ORCHESTRATOR,3", "multiorch,3"})
  void typesAreReadAsPeopleWriteThem(String text, int number) {
    assertThat(ComponentType.parse(text).number()).isEqualTo(number);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "unknown", "poolers", "1"})
  void anythingElseIsNoType(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ComponentType.parse(text))
        .withMessageContaining("'" + text + "'");
  }

  @Test
  void policiesAreFoundByName() {
    assertThat(DurabilityPolicy.named("AT_LEAST_2")).isEqualTo(DurabilityPolicy.AT_LEAST_2);
    assertThat(DurabilityPolicy.named("MULTI_CELL_AT_LEAST_2").quorumType())
        .isEqualTo(QuorumType.MULTI_CELL_AT_LEAST_N);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DurabilityPolicy.named("ANY_2"))
        .withMessageContaining("ANY_2");
  }

  @Test
  void aLaterTermBeatsEverySubterm() {
    assertThat(new RuleNumber(2, 0)).isGreaterThan(new RuleNumber(1, 9));
    assertThat(new RuleNumber(2, 1)).isGreaterThan(new RuleNumber(2, 0));
  }
}

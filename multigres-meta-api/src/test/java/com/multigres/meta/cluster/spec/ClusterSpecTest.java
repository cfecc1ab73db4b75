package com.multigres.meta.cluster.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.multigres.meta.cluster.ClusterErrorCode;
import com.multigres.meta.cluster.ClusterException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterSpecTest {

  @Test
  void aClusterHasAtLeastOneCellAndAtMostFifty() {
    assertRefused(() -> cluster(List.of(), database("postgres")), "1 to 50 cells, not 0");
    assertRefused(() -> cluster(cells(51), database("postgres")), "1 to 50 cells, not 51");
    assertThat(cluster(cells(50), database("postgres")).cells()).hasSize(50);
  }

  @Test
  void theDefaultDatabaseIsAlwaysThere() {
    assertRefused(() -> cluster(cells(1)), "the default database, postgres, is not among");
    assertRefused(() -> cluster(cells(1), database("a")), "the default database, postgres");
    assertThat(cluster(cells(1), database("a"), database("postgres")).defaultDatabase())
        .isEqualTo(database("postgres"));
  }

  @Test
  void namesStandOnceAmongSiblings() {
    assertRefused(() -> cluster(cells(1), database("a"), database("a")), "two databases named a");
    assertRefused(() -> cluster(List.of(cell("c"), cell("c")), database("a")), "two cells named c");
    assertRefused(() -> group("g", "0-inf", "0-inf"), "two shards named 0-inf");
  }

  @Test
  void aDatabaseHasADefaultTablegroupOfOneShard() {
    assertRefused(
        () -> new DatabaseSpec("d", "AT_LEAST_2", DatabaseDefaults.STANDARD_BACKUP, List.of()),
        "database d has no tablegroup default");
    assertRefused(() -> group("default", "0-8", "8-inf"), "exactly one shard");
  }

  @Test
  void shardsHoldEveryKeyOnce() {
    assertRefused(() -> group("g", "0-8"), "do not hold every key once: gap 8-inf");
    assertRefused(() -> group("g", "0-8", "9-inf"), "gap 8-9");
    assertRefused(() -> group("g", "0-9", "8-inf"), "overlap of 0-9 and 8-inf");
    assertRefused(() -> group("g"), "gap 0-inf");
    assertThat(group("g", "80-inf", "0-80").shards()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"8-4", "4-4", "zz-inf", "0-", "x", "inf-0", "-", "0-INF"})
  void aShardsNameSpellsItsRange(String name) {
    assertRefused(() -> new ShardSpec(name), "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "A", "a_b", "-a", "a-", "ä", "a b", "a.b", "a\nb", "locks"})
  void aTablegroupsNameIsADnsLabelThatIsNotReserved(String name) {
    assertRefused(() -> TableGroupSpec.checkName(name), "name");
  }

  @Test
  void namesHaveTheirLongestLength() {
    assertThat(DatabaseSpec.checkName("d".repeat(30))).hasSize(30);
    assertRefused(() -> DatabaseSpec.checkName("d".repeat(31)), "at most 30 characters, not 31");
    assertThat(CellSpec.checkName("c".repeat(30))).hasSize(30);
    assertRefused(() -> CellSpec.checkName("c".repeat(31)), "at most 30 characters, not 31");
    assertThat(TableGroupSpec.checkName("t".repeat(25))).hasSize(25);
    assertRefused(() -> TableGroupSpec.checkName("t".repeat(26)), "at most 25 characters, not 26");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "host:2379",
        "10.0.0.1:1",
        "[::1]:2379",
        "http://host:2379",
        "https://host",
        "http://h:1/",
        "under_score:65535"
      })
  void anAddressIsHostAndPortOrAUrl(String address) {
    assertThat(TopoServerSpec.checkAddress(address)).isEqualTo(address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "host",
        "host:",
        ":2379",
        "host:0",
        "host:65536",
        "host:99999999",
        "ftp://host:1",
        "http://",
        "http://h:1/path",
        "a b:1",
        "host:1\n",
        "::1:2379",
        "host:port"
      })
  void whatIsNoAddressIsRefused(String address) {
    assertRefused(() -> TopoServerSpec.checkAddress(address), "a server address is host:port");
  }

  @Test
  void credentialsInAnAddressAreRefusedAndNotRepeated() {
    assertThatThrownBy(() -> TopoServerSpec.checkAddress("http://user:secret@host:2379"))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("http://***@host:2379")
        .message()
        .doesNotContain("secret");
  }

  @Test
  void whatIsHandedInMayChangeAfterwards() {
    List<ShardSpec> shards = new java.util.ArrayList<>(List.of(ShardSpec.WHOLE));
    TableGroupSpec group = new TableGroupSpec("g", shards);
    shards.clear();
    assertThat(group.shards()).containsExactly(ShardSpec.WHOLE);
  }

  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ClusterException.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ClusterErrorCode.BAD_SPEC))
        .hasMessageContaining(message)
        .message()
        .doesNotContain("\n");
  }

  private static ClusterSpec cluster(List<CellSpec> cells, DatabaseSpec... databases) {
    return new ClusterSpec(
        "default",
        "c",
        TopoServerSpec.UNSPECIFIED,
        cells,
        List.of(databases),
        DatabaseDefaults.STANDARD,
        true,
        "postgres");
  }

  private static List<CellSpec> cells(int count) {
    return IntStream.range(0, count).mapToObj(number -> cell("c" + number)).toList();
  }

  private static CellSpec cell(String name) {
    return new CellSpec(name, "z", "", TopoServerSpec.UNSPECIFIED);
  }

  private static DatabaseSpec database(String name) {
    return new DatabaseSpec(
        name, "AT_LEAST_2", DatabaseDefaults.STANDARD_BACKUP, List.of(TableGroupSpec.DEFAULT));
  }

  private static TableGroupSpec group(String name, String... shards) {
    return new TableGroupSpec(name, Stream.of(shards).map(ShardSpec::new).toList());
  }
}

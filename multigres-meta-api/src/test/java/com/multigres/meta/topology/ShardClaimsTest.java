package com.multigres.meta.topology;

import static com.multigres.meta.topology.MemoryServer.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.multigres.meta.model.ShardKey;
import com.multigres.meta.model.component.ComponentId;
import com.multigres.meta.model.component.ComponentType;
import com.multigres.meta.model.component.ShardInitClaim;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoStore;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ShardClaimsTest {
  private static final ShardKey SHARD = new ShardKey("db1", "tg1", "0-8");

  @RegisterExtension final MemoryServer server = new MemoryServer();

  private TopoStore store;
  private ShardClaims claims;

  @BeforeEach
  void open() {
    store = server.open("global");
    claims = GlobalTopology.of(store, TopoLayout.CANONICAL).shardClaims();
  }

  private static ComponentId orchestrator(String name) {
    return new ComponentId(ComponentType.ORCHESTRATOR, "zone1", name);
  }

  private static ShardInitClaim claim(String name, String... cohort) {
    List<ComponentId> members =
        List.of(cohort).stream()
            .map(pooler -> new ComponentId(ComponentType.POOLER, "zone1", pooler))
            .toList();
    return new ShardInitClaim(orchestrator(name), members);
  }

  @Test
  void theFirstToClaimWinsAndTheOtherLearnsWhoDid() {
    assertThat(claims.claim(SHARD, claim("o1", "p1", "p2")).won()).isTrue();
    assertThat(claims.claim(SHARD, claim("o2", "p3")))
        .isEqualTo(new ShardClaims.Result(false, claim("o1", "p1", "p2")));
    assertThat(claims.read(SHARD)).contains(claim("o1", "p1", "p2"));
  }

  @Test
  void theWinnerWinsAgainWithTheCohortOfThen() {
    claims.claim(SHARD, claim("o1", "p1", "p2"));
    assertThat(claims.claim(SHARD, claim("o1", "p8", "p9")))
        .isEqualTo(new ShardClaims.Result(true, claim("o1", "p1", "p2")));
  }

  @Test
  void aClaimWhoseReplyWasLostIsWonByRepeatingIt() {
    FaultyStore line = new FaultyStore(store);
    line.loseReplyTo("write");
    ShardClaims far = GlobalTopology.of(line.view(), TopoLayout.CANONICAL).shardClaims();
    assertRefused(Code.UNAVAILABLE, () -> far.claim(SHARD, claim("o1", "p1")));
    assertThat(far.claim(SHARD, claim("o1", "p1")).won()).isTrue();
    assertThat(claims.claim(SHARD, claim("o2")).won()).isFalse();
  }

  @Test
  void aReleasedClaimCanBeWonByAnother() {
    claims.claim(SHARD, claim("o1"));
    assertThat(claims.release(SHARD, orchestrator("o1"))).isTrue();
    assertThat(claims.release(SHARD, orchestrator("o1"))).isFalse();
    assertThat(claims.read(SHARD)).isEmpty();
    assertThat(claims.claim(SHARD, claim("o2")).won()).isTrue();
  }

  @Test
  void onlyItsOwnerReleasesAClaim() {
    claims.claim(SHARD, claim("o1"));
    assertRefused(Code.LOCK_HELD, () -> claims.release(SHARD, orchestrator("o2")))
        .hasMessageContaining("multiorch-zone1-o1")
        .hasMessageContaining("multiorch-zone1-o2");
    assertThat(claims.read(SHARD)).contains(claim("o1"));
  }

  @Test
  void claimsOfDifferentShardsDoNotMeet() {
    claims.claim(SHARD, claim("o1"));
    assertThat(claims.claim(new ShardKey("db1", "tg1", "8-inf"), claim("o2")).won()).isTrue();
  }

  @Test
  void aClaimThatCannotBeReadIsWonByNobody() {
    store.write(
        TopoLayout.CANONICAL.shardInitClaim(SHARD), ByteString.fromHex("ff"), Expect.absent());
    assertRefused(Code.CORRUPT, () -> claims.claim(SHARD, claim("o1")));
    assertRefused(Code.CORRUPT, () -> claims.release(SHARD, orchestrator("o1")));
  }

  @Test
  void aReservedNameIsRefused() {
    ShardKey locks = new ShardKey("db1", "tg1", "locks");
    assertRefused(Code.BAD_INPUT, () -> claims.claim(locks, claim("o1")));
    assertRefused(Code.BAD_INPUT, () -> claims.read(locks));
  }

  @RepeatedTest(20)
  void ofManyThatClaimAtOnceExactlyOneWinsAndAllAgreeOnIt() {
    List<ShardClaims.Result> results =
        InParallel.run(
            IntStream.range(0, 16)
                .mapToObj(
                    i -> {
                      TopoStore own = server.open("global");
                      ShardClaims mine = GlobalTopology.of(own, TopoLayout.CANONICAL).shardClaims();
                      return InParallel.task(() -> mine.claim(SHARD, claim("o" + i, "p" + i)));
                    })
                .toList());
    assertThat(results).filteredOn(ShardClaims.Result::won).hasSize(1);
    assertThat(results)
        .extracting(ShardClaims.Result::standing)
        .containsOnly(claims.read(SHARD).orElseThrow());
  }
}

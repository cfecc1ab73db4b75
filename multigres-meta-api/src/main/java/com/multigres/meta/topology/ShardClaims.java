package com.multigres.meta.topology;

import com.multigres.meta.model.ShardKey;
import com.multigres.meta.model.component.ComponentId;
import com.multigres.meta.model.component.ShardInitClaim;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topology.internal.Conflicts;
import java.util.Optional;

/**
 * Who may initialise a shard: of all that claim it exactly one wins, and goes on winning when it
 * claims again after a crash. Safe for any number of threads.
 */
public final class ShardClaims {
  private final TopoStore store;
  private final TopoLayout layout;

  ShardClaims(TopoStore store, TopoLayout layout) {
    this.store = store;
    this.layout = layout;
  }

  /**
   * What a claim led to.
   *
   * @param won whether the claimer may initialise the shard
   * @param standing the claim that stands; when the claimer won before, with the cohort of that
   *     time, which it must go on with
   */
  public record Result(boolean won, ShardInitClaim standing) {}

  /**
   * Claims a shard. Repeating it is harmless, also after an error whose outcome is unknown.
   *
   * @param shard the shard
   * @param claim who claims it, with which cohort
   * @return whether that won
   * @throws TopoException {@code CORRUPT} when a claim stands there that cannot be read; {@code
   *     BAD_INPUT} for a reserved name
   */
  public Result claim(ShardKey shard, ShardInitClaim claim) {
    TopoPath path = layout.shardInitClaim(shard);
    return Conflicts.retry(path, () -> claimOnce(path, claim));
  }

  private Optional<Result> claimOnce(TopoPath path, ShardInitClaim claim) {
    var written =
        Conflicts.unlessLost(
            () -> store.write(path, RecordCodecs.SHARD_INIT_CLAIM.encode(claim), Expect.absent()));
    if (written.isPresent()) {
      return Optional.of(new Result(true, claim));
    }
    return store
        .read(path)
        .map(ShardClaims::decode)
        .map(standing -> new Result(standing.claimer().equals(claim.claimer()), standing));
  }

  /**
   * Reads the claim on a shard.
   *
   * @param shard the shard
   * @return the claim that stands; empty when nobody claimed the shard
   * @throws TopoException {@code CORRUPT} when it cannot be read; {@code BAD_INPUT} for a reserved
   *     name
   */
  public Optional<ShardInitClaim> read(ShardKey shard) {
    return store.read(layout.shardInitClaim(shard)).map(ShardClaims::decode);
  }

  /**
   * Gives a claim up. Giving up what does not stand is harmless.
   *
   * @param shard the shard
   * @param claimer whose claim it is
   * @return whether there was one
   * @throws TopoException {@code LOCK_HELD} when the claim is somebody else's; {@code CORRUPT} when
   *     it cannot be read; {@code BAD_INPUT} for a reserved name
   */
  public boolean release(ShardKey shard, ComponentId claimer) {
    TopoPath path = layout.shardInitClaim(shard);
    return Conflicts.retry(path, () -> releaseOnce(path, claimer));
  }

  private Optional<Boolean> releaseOnce(TopoPath path, ComponentId claimer) {
    Optional<Node> node = store.read(path);
    if (node.isEmpty()) {
      return Optional.of(false);
    }
    ComponentId holder = decode(node.get()).claimer();
    if (!holder.equals(claimer)) {
      throw TopoException.refused(
          TopoException.Code.LOCK_HELD, path, holder + " holds the claim, not " + claimer);
    }
    return Conflicts.unlessLost(
        () -> {
          store.delete(path, Expect.version(node.get().version()));
          return true;
        });
  }

  private static ShardInitClaim decode(Node node) {
    return RecordCodecs.SHARD_INIT_CLAIM.decode(node.path(), node.value());
  }
}

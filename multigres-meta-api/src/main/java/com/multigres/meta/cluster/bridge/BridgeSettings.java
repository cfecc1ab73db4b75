package com.multigres.meta.cluster.bridge;

import com.multigres.meta.cluster.plan.BridgePolicy;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * How a runner works.
 *
 * @param policy what people decided
 * @param author who the catalog's history names for its changes
 * @param fence its leadership's token; empty for a single run that leads nothing
 * @param above the largest token that its own may follow in a copy
 * @param clock what time it is
 */
public record BridgeSettings(
    BridgePolicy policy, String author, OptionalLong fence, long above, Supplier<Instant> clock) {

  /** A single run under the standard policy. */
  public static final BridgeSettings STANDARD =
      new BridgeSettings(BridgePolicy.STANDARD, "bridge", OptionalLong.empty(), 0, Instant::now);

  /**
   * The same under another policy.
   *
   * @param decided what people decided
   * @return the settings
   */
  public BridgeSettings with(BridgePolicy decided) {
    return new BridgeSettings(decided, author, fence, above, clock);
  }

  /**
   * The same under another name.
   *
   * @param name who the catalog's history names
   * @return the settings
   */
  public BridgeSettings by(String name) {
    return new BridgeSettings(policy, name, fence, above, clock);
  }

  /**
   * The same for a leader.
   *
   * @param token its token, larger than every leader's before
   * @return the settings
   */
  public BridgeSettings leading(long token) {
    return leading(token, token);
  }

  /**
   * The same for a leader whose copies have a token that is no leader's.
   *
   * @param token its token
   * @param following the largest token that stands in a copy
   * @return the settings
   */
  public BridgeSettings leading(long token, long following) {
    return new BridgeSettings(policy, author, OptionalLong.of(token), following, clock);
  }
}

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
 * @param clock what time it is
 */
public record BridgeSettings(
    BridgePolicy policy, String author, OptionalLong fence, Supplier<Instant> clock) {

  /** A single run under the standard policy. */
  public static final BridgeSettings STANDARD =
      new BridgeSettings(BridgePolicy.STANDARD, "bridge", OptionalLong.empty(), Instant::now);

  /**
   * The same under another policy.
   *
   * @param decided what people decided
   * @return the settings
   */
  public BridgeSettings with(BridgePolicy decided) {
    return new BridgeSettings(decided, author, fence, clock);
  }

  /**
   * The same under another name.
   *
   * @param name who the catalog's history names
   * @return the settings
   */
  public BridgeSettings by(String name) {
    return new BridgeSettings(policy, name, fence, clock);
  }

  /**
   * The same for a leader.
   *
   * @param token its token, larger than every leader's before
   * @return the settings
   */
  public BridgeSettings leading(long token) {
    return new BridgeSettings(policy, author, OptionalLong.of(token), clock);
  }
}

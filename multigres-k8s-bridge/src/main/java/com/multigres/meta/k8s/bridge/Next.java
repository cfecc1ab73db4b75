package com.multigres.meta.k8s.bridge;

import com.multigres.meta.cluster.bridge.BridgeReport;
import java.time.Duration;
import java.util.Optional;

/**
 * What an operator that embeds the bridge is to do next with a resource.
 *
 * @param again when to ask again at the latest; empty where there is nothing more to do
 * @param report what was done and what is left; empty where nothing was tried, or it failed: then
 *     the resource's conditions say why
 */
public record Next(Optional<Duration> again, Optional<BridgeReport> report) {

  static Next done(Duration again, BridgeReport report) {
    return new Next(Optional.of(again), Optional.of(report));
  }

  static Next after(Duration again) {
    return new Next(Optional.of(again), Optional.empty());
  }

  static Next nothing() {
    return new Next(Optional.empty(), Optional.empty());
  }
}

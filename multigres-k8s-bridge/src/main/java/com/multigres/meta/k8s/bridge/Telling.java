package com.multigres.meta.k8s.bridge;

import com.multigres.meta.cluster.bridge.BridgeReport;
import com.multigres.meta.k8s.server.ApiServer;
import com.multigres.meta.k8s.target.ResourceTarget;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells what became of a run as conditions and events of the resource. That something cannot be
 * told keeps nothing from being done. Thread-safe.
 */
final class Telling {
  private static final Logger log = LoggerFactory.getLogger(Telling.class);

  private final ResourceTarget resource;
  private final StatusWriter status;
  private final EventWriter events;

  Telling(ApiServer server, ResourceTarget resource) {
    this.resource = resource;
    status = new StatusWriter(resource);
    events = new EventWriter(server, resource);
  }

  void success(BridgeReport report, long token) {
    events.write(report.done());
    try {
      status.writeAll(Conditions.of(report), token).forEach(events::warn);
    } catch (RuntimeException refused) {
      untold(refused);
    }
  }

  /** With the words of whoever refused. */
  void failure(RuntimeException failed, long token) {
    try {
      status
          .writeSome(Conditions.failed(failed, resource.lastConflict()), token)
          .forEach(events::warn);
    } catch (RuntimeException refused) {
      untold(refused);
    }
  }

  private void untold(RuntimeException refused) {
    log.warn(
        "the conditions of {} were not written: {}", resource.resource(), refused.getMessage());
  }
}

package com.multigres.meta.cluster.bridge;

import com.multigres.meta.catalog.Position;
import com.multigres.meta.cluster.plan.BridgeAction;
import com.multigres.meta.cluster.plan.Finding;
import java.util.List;

/**
 * What a run of the bridge did and left.
 *
 * @param done the actions that were done, in order
 * @param findings what it leaves to a person, as of the end
 * @param position the catalog's position as of the end
 */
public record BridgeReport(List<BridgeAction> done, List<Finding> findings, Position position) {

  /** Makes a report with copies of both lists. */
  public BridgeReport {
    done = List.copyOf(done);
    findings = List.copyOf(findings);
  }
}

package com.multigres.meta.k8s.bridge;

import com.multigres.meta.cluster.bridge.BridgeReport;
import com.multigres.meta.cluster.plan.Finding;
import com.multigres.meta.cluster.plan.Finding.Kind;
import com.multigres.meta.cluster.plan.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/** Makes conditions of what a run did, or failed with. Pure. */
final class Conditions {
  static final String SYNCED = "CatalogSynced";
  static final String DRIFT = "CatalogDrift";
  static final String RESOURCE_CONTENDED = "ResourceContended";
  static final String TOPOLOGY_CONTENDED = "TopologyContended";

  /** All that are ours. */
  static final List<String> TYPES = List.of(SYNCED, DRIFT, RESOURCE_CONTENDED, TOPOLOGY_CONTENDED);

  private static final int MOST_TOLD = 10;

  private Conditions() {}

  static List<Condition> of(BridgeReport report) {
    List<Condition> conditions = new ArrayList<>();
    List<Finding> drift = some(report, finding -> finding.kind() != Kind.CONTENDED);
    conditions.add(
        report.findings().isEmpty()
            ? new Condition(
                SYNCED,
                true,
                "InSync",
                "resource and topology are as the catalog has them at " + report.position())
            : new Condition(
                SYNCED, false, reason(report.findings()), told(report, report.findings())));
    conditions.add(
        drift.isEmpty()
            ? new Condition(DRIFT, false, "None", "nothing differs")
            : new Condition(DRIFT, true, reason(drift), told(report, drift)));
    contended(conditions, RESOURCE_CONTENDED, Place.KUBERNETES, report);
    contended(conditions, TOPOLOGY_CONTENDED, Place.TOPOLOGY, report);
    return conditions;
  }

  /**
   * A run that failed: what stands beside is as it was told before.
   *
   * @param error what it failed with
   * @param conflict what the server said last of a write that was overtaken
   */
  static List<Condition> failed(RuntimeException error, Optional<String> conflict) {
    String words = FailureReason.words(error);
    String reason = FailureReason.of(error);
    boolean overtaken = reason.equals("Contended") && conflict.isPresent();
    return List.of(
        new Condition(
            SYNCED, false, reason, overtaken ? words + "; the last: " + conflict.get() : words));
  }

  private static void contended(
      List<Condition> conditions, String type, Place place, BridgeReport report) {
    List<Finding> found =
        some(report, finding -> finding.kind() == Kind.CONTENDED && finding.place() == place);
    if (!found.isEmpty()) {
      conditions.add(new Condition(type, true, "Undone", told(report, found)));
    }
  }

  private static List<Finding> some(BridgeReport report, Predicate<Finding> which) {
    return report.findings().stream().filter(which).toList();
  }

  /** The kind that most needs a person, as Kubernetes spells reasons. */
  private static String reason(List<Finding> findings) {
    Kind kind = findings.stream().map(Finding::kind).sorted().findFirst().orElseThrow();
    StringBuilder reason = new StringBuilder();
    for (String word : kind.name().split("_", -1)) {
      reason.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
    }
    return reason.toString();
  }

  private static String told(BridgeReport report, List<Finding> findings) {
    StringBuilder text = new StringBuilder();
    findings.stream().limit(MOST_TOLD).forEach(finding -> text.append(line(finding)).append("; "));
    if (findings.size() > MOST_TOLD) {
      text.append(findings.size() - MOST_TOLD).append(" more; ");
    }
    boolean waits =
        findings.stream()
            .anyMatch(f -> f.kind() == Kind.UNCONFIRMED || f.kind() == Kind.REMOVAL_LIMIT);
    if (waits) {
      text.append("to confirm, annotate meta.multigres.com/confirm=").append(report.position());
    }
    return text.toString().replaceAll("; $", "");
  }

  private static String line(Finding finding) {
    boolean both = !finding.inCatalog().isEmpty() && !finding.inCopy().isEmpty();
    return both
        ? finding.message()
            + " (catalog: "
            + finding.inCatalog()
            + ", there: "
            + finding.inCopy()
            + ")"
        : finding.message();
  }
}

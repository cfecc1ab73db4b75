package com.multigres.meta.k8s.bridge;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.multigres.meta.cluster.plan.BridgeAction;
import com.multigres.meta.cluster.plan.BridgeAction.NoteAgreement;
import com.multigres.meta.cluster.plan.BridgeAction.OnEntry;
import com.multigres.meta.k8s.resource.ClusterResource;
import com.multigres.meta.k8s.resource.Marks;
import com.multigres.meta.k8s.resource.Resource;
import com.multigres.meta.k8s.server.ApiCall;
import com.multigres.meta.k8s.server.ApiException;
import com.multigres.meta.k8s.server.ApiServer;
import com.multigres.meta.k8s.target.ResourceTarget;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells as Events of the resource what was done, one for each run that did something, and what
 * keeps it from being in step, once.
 */
final class EventWriter {
  private static final Logger log = LoggerFactory.getLogger(EventWriter.class);
  private static final int MOST_TOLD = 10;
  private static final int LONGEST = 1_000;

  private final ApiServer server;
  private final ResourceTarget target;

  EventWriter(ApiServer server, ResourceTarget target) {
    this.server = server;
    this.target = target;
  }

  void write(List<BridgeAction> done) {
    List<BridgeAction> told =
        done.stream().filter(action -> !(action instanceof NoteAgreement)).toList();
    if (!told.isEmpty()) {
      send("Normal", "CatalogCarried", message(told));
    }
  }

  /** What keeps the resource from being in step. */
  void warn(Condition condition) {
    if (condition.isBad()) {
      send("Warning", condition.reason(), shortened(condition.message()));
    }
  }

  private static String message(List<BridgeAction> done) {
    String text =
        done.stream().limit(MOST_TOLD).map(EventWriter::line).collect(Collectors.joining("; "));
    String all = done.size() > MOST_TOLD ? text + "; " + (done.size() - MOST_TOLD) + " more" : text;
    return shortened(all);
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }

  private static String line(BridgeAction action) {
    String what = action instanceof OnEntry entry ? " " + entry.path() : "";
    return action.getClass().getSimpleName()
        + what
        + " in the "
        + action.place()
        + ": "
        + action.reason();
  }

  private void send(String type, String reason, String message) {
    String namespace = target.resource().namespace();
    String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    ObjectNode event = Marks.JSON.createObjectNode();
    event.put("apiVersion", "v1");
    event.put("kind", "Event");
    event.putObject("metadata").put("generateName", "multigres-meta-").put("namespace", namespace);
    event
        .putObject("involvedObject")
        .put("apiVersion", ClusterResource.apiVersion())
        .put("kind", ClusterResource.kind())
        .put("namespace", namespace)
        .put("name", target.resource().name())
        .put("uid", target.lastRead().map(Resource::uid).orElse(""));
    event.put("reason", reason).put("message", message).put("type", type);
    event.putObject("source").put("component", Marks.MANAGER);
    event.put("firstTimestamp", now).put("lastTimestamp", now).put("count", 1);
    try {
      server.send(
          ApiCall.post("api/v1/namespaces/" + namespace + "/events", event.toString()),
          target.begin());
    } catch (ApiException refused) {
      log.info("an Event of {} was not written: {}", target.resource(), refused.getMessage());
    }
  }
}

package com.multigres.meta.k8s.bridge;

import com.fasterxml.jackson.databind.JsonNode;
import com.multigres.meta.cluster.spec.DatabaseDefaults;
import com.multigres.meta.k8s.server.ApiCall;
import com.multigres.meta.k8s.server.ApiException;
import com.multigres.meta.model.component.Cell;
import com.multigres.meta.model.component.DatabaseRecord;
import com.multigres.meta.model.component.DurabilityPolicy;
import com.multigres.meta.topo.TopoException;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Does to one cluster what Multigres's operator does: applies its status under a manager of its
 * own, keeps its finalizer, registers the databases that the resource lists in the topology, and
 * removes those that it does not list.
 */
final class StandInOperator implements AutoCloseable {
  private static final String YAML = "application/apply-patch+yaml";

  private final BridgeCase some;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final AtomicInteger writes = new AtomicInteger();
  private final AtomicInteger passes = new AtomicInteger();
  private final Thread thread = new Thread(this::work, "stand-in-operator");

  private StandInOperator(BridgeCase some) {
    this.some = some;
  }

  static StandInOperator start(BridgeCase some) {
    StandInOperator operator = new StandInOperator(some);
    operator.thread.start();
    return operator;
  }

  /** How often it wrote anything. */
  int writes() {
    return writes.get();
  }

  /** How often it looked at everything. */
  int passes() {
    return passes.get();
  }

  private void work() {
    try {
      do {
        try {
          pass();
        } catch (ApiException | TopoException overtaken) {
          // Somebody else was faster, or is: it looks again.
        }
        passes.incrementAndGet();
      } while (!closing.await(20, TimeUnit.MILLISECONDS));
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }

  private void pass() {
    JsonNode resource = some.clusters.read(some.name);
    if (!resource.path("metadata").path("finalizers").toString().contains("cluster-cleanup")) {
      apply(
          "", "\"metadata\":{\"name\":\"%s\",\"finalizers\":[\"multigres.com/cluster-cleanup\"]}");
    }
    TreeSet<String> listed =
        new TreeSet<>(BridgeCase.names(resource.path("spec").path("databases")));
    tellStatus(resource, listed);
    TreeSet<String> registered = new TreeSet<>(some.records());
    for (String name : listed) {
      if (!registered.contains(name)) {
        some.global.databases().create(record(name));
        writes.incrementAndGet();
      }
    }
    registered.removeAll(listed);
    for (String name : registered) {
      some.global.databases().delete(name);
      writes.incrementAndGet();
    }
  }

  private DatabaseRecord record(String name) {
    return new DatabaseRecord(
        name,
        DatabaseDefaults.STANDARD.backup(),
        some.global.cells().list().records().stream().map(Cell::name).sorted().toList(),
        DurabilityPolicy.AT_LEAST_2);
  }

  private void tellStatus(JsonNode resource, Set<String> listed) {
    StringBuilder databases = new StringBuilder();
    for (String name : listed) {
      databases
          .append(databases.isEmpty() ? "" : ",")
          .append("\"%s\":{\"readyShards\":1,\"totalShards\":1}".formatted(name));
    }
    String generation = resource.path("metadata").path("generation").asText();
    if (resource.path("status").path("observedGeneration").asText().equals(generation)) {
      return;
    }
    apply(
        "/status",
        "\"metadata\":{\"name\":\"%s\"},\"status\":{\"phase\":\"Healthy\",\"observedGeneration\":"
            + generation
            + ",\"databases\":{"
            + databases
            + "},\"conditions\":[{\"type\":\"Available\",\"status\":\"True\",\"reason\":\"All\","
            + "\"message\":\"\",\"lastTransitionTime\":\"2026-11-23T00:00:00Z\"}]}");
  }

  private void apply(String part, String fields) {
    String path =
        "apis/multigres.com/v1alpha1/namespaces/%s/multigresclusters/%s%s?fieldManager=multigres-operator&force=true"
            .formatted(some.clusters.namespace(), some.name, part);
    some.clusters.send(
        ApiCall.patch(
            path,
            YAML,
            "{\"apiVersion\":\"multigres.com/v1alpha1\",\"kind\":\"MultigresCluster\","
                + fields.formatted(some.name)
                + "}"));
    writes.incrementAndGet();
  }

  @Override
  public void close() {
    closing.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

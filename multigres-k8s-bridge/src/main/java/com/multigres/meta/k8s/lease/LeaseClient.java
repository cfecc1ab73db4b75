package com.multigres.meta.k8s.lease;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.multigres.meta.k8s.server.ApiCall;
import com.multigres.meta.k8s.server.ApiException;
import com.multigres.meta.k8s.server.ApiServer;
import com.multigres.meta.store.Deadline;
import java.time.Duration;
import java.util.Optional;

/** One lease on its server. Thread-safe. */
final class LeaseClient {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;

  private final ApiServer server;
  private final String namespace;
  private final String name;
  private final String all;

  LeaseClient(ApiServer server, String namespace, String name) {
    this.server = server;
    this.namespace = namespace;
    this.name = name;
    this.all = "apis/coordination.k8s.io/v1/namespaces/" + namespace + "/leases";
  }

  Optional<LeaseView> read(Deadline deadline) {
    try {
      return Optional.of(parse(server.send(ApiCall.get(all + "/" + name), deadline)));
    } catch (ApiException fault) {
      if (fault.is(NOT_FOUND)) {
        return Optional.empty();
      }
      throw fault;
    }
  }

  /** Writes a lease that is still as it was read; nothing where it is not. */
  Optional<LeaseView> write(
      Optional<LeaseView> before, String holder, long token, Duration lasting, Deadline deadline) {
    LeaseView base = before.orElseGet(() -> LeaseView.of(fresh()));
    String body = base.heldBy(holder, token, lasting).toString();
    ApiCall call =
        before.isPresent() ? ApiCall.put(all + "/" + name, body) : ApiCall.post(all, body);
    try {
      return Optional.of(parse(server.send(call, deadline)));
    } catch (ApiException fault) {
      if (fault.is(CONFLICT) || (before.isPresent() && fault.is(NOT_FOUND))) {
        return Optional.empty();
      }
      throw fault;
    }
  }

  private ObjectNode fresh() {
    ObjectNode lease = JSON.createObjectNode();
    lease.put("apiVersion", "coordination.k8s.io/v1");
    lease.put("kind", "Lease");
    lease.putObject("metadata").put("name", name).put("namespace", namespace);
    lease.putObject("spec");
    return lease;
  }

  private static LeaseView parse(String json) {
    try {
      return LeaseView.of(JSON.readValue(json, ObjectNode.class));
    } catch (JsonProcessingException notJson) {
      throw new IllegalStateException("the API server's answer is not JSON", notJson);
    }
  }

  @Override
  public String toString() {
    return "Lease " + namespace + "/" + name;
  }
}

package com.multigres.meta.k8s.bridge;

import com.fasterxml.jackson.databind.JsonNode;
import com.multigres.meta.k8s.bridge.Secrets.NotForThem;
import com.multigres.meta.k8s.resource.Marks;
import com.multigres.meta.store.HostPort;
import com.multigres.meta.store.StoreUri;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Servers that a Secret would be shown to. Those that the bridge's configuration names may see it.
 * Those that only a resource names, and so whoever may edit that, must be named by the Secret too,
 * and spelled without options, which could make the way there less safe. Immutable.
 *
 * @param servers the servers
 * @param areTrusted whether the configuration names them
 * @param plain whether their address has no options
 */
record Recipients(List<HostPort> servers, boolean areTrusted, boolean plain) {

  /** Those of an address. */
  static Recipients at(String address, boolean namedByResource) {
    StoreUri where = StoreUri.parse(address);
    return new Recipients(where.addresses(), !namedByResource, where.parameters().isEmpty());
  }

  /** Those that somebody else names in their place, in a record of the topology. */
  Recipients elsewhere(List<HostPort> others) {
    return others.isEmpty() || others.equals(servers) ? this : new Recipients(others, false, plain);
  }

  void check(String namespace, String name, JsonNode secret) {
    if (areTrusted || areNamedBy(secret)) {
      return;
    }
    throw new NotForThem(
        "the Secret "
            + namespace
            + "/"
            + name
            + " is not shown to "
            + servers
            + ", which only the resource names: say so in the bridge's configuration, or, without"
            + " options in the address, in the Secret's annotation "
            + Marks.ADDRESSES);
  }

  boolean areNamedBy(JsonNode secret) {
    String text = secret.path("metadata").path("annotations").path(Marks.ADDRESSES).asText();
    Set<String> named = new HashSet<>(List.of(text.split("[,\\s]+", -1)));
    return plain
        && !servers.isEmpty()
        && servers.stream().allMatch(server -> named.contains(server.toString()));
  }
}

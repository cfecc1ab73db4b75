package com.multigres.meta.cli.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.multigres.meta.cli.output.Json;
import com.multigres.meta.model.component.Cell;
import com.multigres.meta.model.component.Component;
import com.multigres.meta.model.component.ComponentId;
import com.multigres.meta.model.component.DatabaseRecord;
import com.multigres.meta.model.component.DurabilityPolicy;
import com.multigres.meta.model.component.Gateway;
import com.multigres.meta.model.component.Pooler;
import com.multigres.meta.model.component.ShardInitClaim;
import java.util.Locale;
import java.util.Map;

/** Records of the topology as JSON; {@code kind} says which one it is. */
public final class RecordJson {
  private RecordJson() {}

  /** A record of any kind that has a place in the topology. */
  public static JsonNode of(Object record) {
    if (record instanceof Cell cell) {
      return cell(cell);
    }
    if (record instanceof DatabaseRecord database) {
      return database(database);
    }
    if (record instanceof Component component) {
      return component(component);
    }
    if (record instanceof ShardInitClaim claim) {
      return claim(claim);
    }
    throw new IllegalArgumentException("no JSON for " + record.getClass().getSimpleName());
  }

  /** A cell's record. */
  public static ObjectNode cell(Cell cell) {
    ObjectNode json = Json.object().put("kind", "cell").put("name", cell.name());
    json.set("addresses", Json.strings(cell.serverAddresses()));
    return json.put("root", cell.root());
  }

  private static ObjectNode database(DatabaseRecord database) {
    ObjectNode json = Json.object().put("kind", "database").put("name", database.name());
    json.set("backup", BackupJson.of(database.backup()));
    json.set("cells", Json.strings(database.cells()));
    json.set("durabilityPolicy", policy(database.durabilityPolicy()));
    return json;
  }

  private static ObjectNode policy(DurabilityPolicy policy) {
    return Json.object()
        .put("name", policy.name())
        .put("version", policy.version())
        .put("quorumType", policy.quorumType().name())
        .put("requiredCount", policy.requiredCount())
        .put("description", policy.description());
  }

  /** What a component says about itself. */
  public static ObjectNode component(Component component) {
    ComponentId id = component.id();
    ObjectNode json =
        Json.object()
            .put("kind", id.type().name().toLowerCase(Locale.ROOT))
            .put("id", id.text())
            .put("cell", id.cell())
            .put("name", id.name())
            .put("hostname", component.hostname());
    json.set("ports", ports(component.ports()));
    if (component instanceof Pooler pooler) {
      PoolerJson.addTo(json, pooler);
    } else if (component instanceof Gateway gateway) {
      json.put("pidPrefix", gateway.pidPrefix());
    }
    return json;
  }

  private static ObjectNode ports(Map<String, Integer> ports) {
    ObjectNode json = Json.object();
    ports.forEach(json::put);
    return json;
  }

  private static ObjectNode claim(ShardInitClaim claim) {
    ObjectNode json =
        Json.object().put("kind", "shardInitClaim").put("claimer", claim.claimer().text());
    json.set("cohort", Json.strings(claim.cohort().stream().map(ComponentId::text).toList()));
    return json;
  }
}

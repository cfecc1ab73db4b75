package com.multigres.meta.k8s.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogException.Code;
import java.util.Optional;

/**
 * A {@code MultigresCluster} as the API server gives it. Immutable.
 *
 * @param tree all of it
 * @param size how many characters it takes
 */
record Resource(JsonNode tree, int size) {

  static Resource parse(String json) {
    try {
      return new Resource(Marks.JSON.readTree(json), json.length());
    } catch (JsonProcessingException notJson) {
      throw new CatalogException(
          Code.INTERNAL,
          null,
          com.multigres.meta.store.Outcome.UNKNOWN,
          "the API server's answer is not JSON",
          null,
          notJson);
    }
  }

  String version() {
    return metadata().path("resourceVersion").asText();
  }

  String uid() {
    return metadata().path("uid").asText();
  }

  JsonNode metadata() {
    return tree.path("metadata");
  }

  JsonNode databases() {
    return tree.path("spec").path("databases");
  }

  Optional<String> mark(String name) {
    return Optional.ofNullable(metadata().path("annotations").path(name).textValue());
  }
}

package com.multigres.meta.k8s.resource;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogException.Code;
import com.multigres.meta.store.Outcome;
import java.util.Optional;

/**
 * A {@code MultigresCluster} as the API server gives it. Immutable.
 *
 * @param tree all of it
 * @param size how many characters it takes
 */
public record Resource(JsonNode tree, int size) {

  /** Reads an answer of the server. */
  public static Resource parse(String json) {
    try {
      return new Resource(Marks.JSON.readTree(json), json.length());
    } catch (JsonProcessingException notJson) {
      throw new CatalogException(
          Code.INTERNAL,
          null,
          Outcome.UNKNOWN,
          "the API server's answer is not JSON",
          null,
          notJson);
    }
  }

  /** {@return its version, to be presented by writes} */
  public String version() {
    return metadata().path("resourceVersion").asText();
  }

  /** {@return what tells it from another of its name} */
  public String uid() {
    return metadata().path("uid").asText();
  }

  /** {@return its metadata} */
  public JsonNode metadata() {
    return tree.path("metadata");
  }

  /** {@return the list of databases} */
  public JsonNode databases() {
    return tree.path("spec").path("databases");
  }

  /** {@return an annotation} */
  public Optional<String> mark(String name) {
    return Optional.ofNullable(metadata().path("annotations").path(name).textValue());
  }
}

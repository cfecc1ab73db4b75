package com.multigres.meta.k8s.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.hash.Hashing;
import com.google.common.primitives.Longs;
import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogException.Code;
import com.multigres.meta.catalog.ChangeId;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.k8s.resource.Content;
import com.multigres.meta.k8s.resource.Marks;
import com.multigres.meta.k8s.resource.Resource;
import com.multigres.meta.model.Catalog;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Makes of a resource what stands in it, and of a position its annotation. */
final class StandingReader {
  private static final String HASH = "hash";
  private static final int HAND_DIGITS = 16;

  private StandingReader() {}

  /** Whether a catalog was ever made of it. */
  static boolean isInitialised(Resource resource) {
    return resource.mark(Marks.POSITION).isPresent();
  }

  static Standing read(Resource resource) {
    JsonNode mark = positionMark(resource);
    Position recorded = position(mark);
    SideState known =
        SideText.read(
            resource
                .mark(Marks.CATALOG)
                .orElseThrow(
                    () -> internal("the annotation " + Marks.CATALOG + " is gone, and with it")));
    ChangeLog log =
        resource
            .mark(Marks.CHANGES)
            .map(text -> ChangeLog.parse(text, recorded))
            .orElse(ChangeLog.startingAt(recorded));
    Content content = Content.of(resource);
    String hash = content.hash();
    if (!hash.equals(mark.path(HASH).asText())) {
      log = log.with(byHand(recorded, hash));
    }
    Catalog catalog = CatalogAssembly.of(content, known);
    return new Standing(resource, content, catalog, log, fence(resource), catalog.check());
  }

  /** The same for the same edit of the same generation, whoever sees it first. */
  private static Position byHand(Position recorded, String hash) {
    String id =
        Hashing.sha256()
            .hashString(recorded + " " + hash, StandardCharsets.UTF_8)
            .toString()
            .substring(0, HAND_DIGITS);
    return new Position(recorded.generation() + 1, new ChangeId("hand-" + id));
  }

  static long fence(Resource resource) {
    Optional<String> mark = resource.mark(Marks.FENCE);
    if (mark.isEmpty()) {
      return 0;
    }
    Long token = Longs.tryParse(mark.get());
    if (token == null) {
      throw internal("the annotation " + Marks.FENCE + " is no number: nobody can tell");
    }
    return token;
  }

  private static JsonNode positionMark(Resource resource) {
    String text =
        resource
            .mark(Marks.POSITION)
            .orElseThrow(
                () ->
                    CatalogException.refused(
                        Code.NOT_INITIALISED,
                        "C1: there is no catalog yet in this resource; initialise it first"));
    try {
      return Marks.JSON.readTree(text);
    } catch (JsonProcessingException notJson) {
      throw internal("the annotation " + Marks.POSITION + " is not JSON: nobody can tell");
    }
  }

  private static Position position(JsonNode mark) {
    try {
      return new Position(
          mark.path("generation").asLong(), new ChangeId(mark.path("changeId").asText()));
    } catch (CatalogException noId) {
      throw internal("the annotation " + Marks.POSITION + " has no change id: nobody can tell");
    }
  }

  static String mark(Position position, String hash) {
    ObjectNode mark = Marks.JSON.createObjectNode();
    mark.put("generation", position.generation());
    mark.put("changeId", position.changeId().value());
    mark.put(HASH, hash);
    return mark.toString();
  }

  private static CatalogException internal(String what) {
    return CatalogException.refused(
        Code.INTERNAL, what + " what the catalog was; put it back, or remove all of them");
  }
}

package com.multigres.meta.k8s.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.multigres.meta.store.Deadline;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The objects of one kind in one namespace. Reads that fail for reasons that pass are repeated for
 * a while; writes are sent once. Thread-safe.
 */
public final class ApiObjects {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** How long one stream lasts: what the server does not end then is dead. */
  static final Duration STREAM = Duration.ofSeconds(30);

  private static final String TYPE = "application/json";
  private static final String MERGE = "application/merge-patch+json";
  private static final String METADATA =
      "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1";
  private static final String METADATA_LIST =
      "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";
  private static final int PAGE = 250;
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final ApiServer server;
  private final String all;

  private ApiObjects(ApiServer server, String all) {
    this.server = server;
    this.all = all;
  }

  /**
   * ConfigMaps.
   *
   * @param server where
   * @param namespace in which namespace
   */
  public static ApiObjects configMaps(ApiServer server, String namespace) {
    return new ApiObjects(server, "api/v1/namespaces/" + namespace + "/configmaps");
  }

  /**
   * Leases.
   *
   * @param server where
   * @param namespace in which namespace
   */
  public static ApiObjects leases(ApiServer server, String namespace) {
    return new ApiObjects(
        server, "apis/coordination.k8s.io/v1/namespaces/" + namespace + "/leases");
  }

  /**
   * What was selected at one moment.
   *
   * @param items the objects
   * @param revision that moment
   */
  public record Listing(List<JsonNode> items, String revision) {}

  /**
   * Which objects, and how much of them.
   *
   * @param selector as a request's parameter
   * @param whole whether more than metadata is asked for
   */
  public record Query(String selector, boolean whole) {

    /**
     * Objects with labels.
     *
     * @param labels a selector
     */
    public static Query labelled(String labels) {
      return new Query("labelSelector=" + encoded(labels), false);
    }

    /**
     * One object.
     *
     * @param name what it is called
     */
    public static Query named(String name) {
      return new Query("fieldSelector=" + encoded("metadata.name=" + name), false);
    }

    /**
     * The same objects with all they hold, or not.
     *
     * @param all whether all is asked for
     */
    public Query whole(boolean all) {
      return new Query(selector, all);
    }

    private static String encoded(String text) {
      return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
  }

  /**
   * Reads one object; empty where there is none.
   *
   * @param name what it is called
   * @param whole whether more than metadata is asked for
   * @param deadline until when
   */
  public Optional<JsonNode> read(String name, boolean whole, Deadline deadline) {
    ApiCall call = ApiCall.get(all + "/" + name, whole ? TYPE : METADATA);
    return patiently(
        deadline,
        () -> {
          try {
            return Optional.of(json(server.send(call, deadline)));
          } catch (ApiException fault) {
            if (fault.is(404)) {
              return Optional.empty();
            }
            throw fault;
          }
        });
  }

  /**
   * Asks a quorum, page by page; every page shows the first one's moment.
   *
   * @param query for what
   * @param deadline until when
   */
  public Listing list(Query query, Deadline deadline) {
    return patiently(deadline, () -> pages(query, deadline));
  }

  private Listing pages(Query query, Deadline deadline) {
    List<JsonNode> items = new ArrayList<>();
    String rest = "";
    while (true) {
      String path = all + "?limit=" + PAGE + "&" + query.selector() + rest;
      ApiCall call = ApiCall.get(path, query.whole() ? TYPE : METADATA_LIST);
      JsonNode page = json(server.send(call, deadline));
      page.path("items").forEach(items::add);
      String more = page.path("metadata").path("continue").asText("");
      if (more.isEmpty()) {
        return new Listing(items, page.path("metadata").path("resourceVersion").asText());
      }
      rest = "&continue=" + Query.encoded(more);
    }
  }

  private static <T> T patiently(Deadline deadline, Supplier<T> read) {
    Deadline patience = Deadline.after(PATIENCE);
    Pace pace = new Pace(deadline);
    while (true) {
      try {
        return read.get();
      } catch (ApiException fault) {
        Duration wished = fault.retryAfter().orElse(Duration.ZERO);
        if (!fault.passing() || patience.expired() || !pace.pause(wished)) {
          throw fault;
        }
      }
    }
  }

  /**
   * Follows what happens after a revision.
   *
   * @param query to which objects
   * @param revision the last that is known
   * @param news called when there is something to take, on a thread of the client library
   */
  public ObjectStream follow(Query query, long revision, Runnable news) {
    String path =
        all
            + "?watch=1&allowWatchBookmarks=true&resourceVersion="
            + revision
            + "&timeoutSeconds="
            + STREAM.toSeconds()
            + "&"
            + query.selector();
    return ObjectStream.start(
        server, ApiCall.get(path, query.whole() ? TYPE : METADATA), revision, news);
  }

  /**
   * Makes an object, and answers its metadata.
   *
   * @param object all of it
   * @param deadline until when
   */
  public JsonNode create(ObjectNode object, Deadline deadline) {
    return json(
        server.send(
            new ApiCall("POST", all, METADATA, TYPE, Optional.of(object.toString())), deadline));
  }

  /**
   * Changes what a patch names, and answers the metadata.
   *
   * @param name what the object is called
   * @param changes a merge patch, with its conditions
   * @param deadline until when
   */
  public JsonNode patch(String name, ObjectNode changes, Deadline deadline) {
    return json(
        server.send(
            new ApiCall(
                "PATCH", all + "/" + name, METADATA, MERGE, Optional.of(changes.toString())),
            deadline));
  }

  /**
   * Deletes an object if it is that one still, and, where one is named, as of that revision.
   *
   * @param name what it is called
   * @param uid which it is
   * @param revision how it stood
   * @param deadline until when
   */
  public void delete(String name, String uid, Optional<String> revision, Deadline deadline) {
    ObjectNode options = JSON.createObjectNode();
    options.put("kind", "DeleteOptions").put("apiVersion", "v1");
    ObjectNode conditions = options.putObject("preconditions").put("uid", uid);
    revision.ifPresent(seen -> conditions.put("resourceVersion", seen));
    String unused = server.send(ApiCall.delete(all + "/" + name, options.toString()), deadline);
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException notJson) {
      throw new IllegalStateException("the API server's answer is not JSON", notJson);
    }
  }

  @Override
  public String toString() {
    return server.toString();
  }
}

package com.multigres.meta.k8s.server;

import java.util.Optional;

/**
 * One request.
 *
 * @param method such as {@code GET}
 * @param path with its query, from the server's root on, without a leading slash
 * @param accept the form of the answer
 * @param type the form of the body
 * @param body what is sent
 */
public record ApiCall(
    String method, String path, String accept, String type, Optional<String> body) {
  private static final String JSON = "application/json";

  /**
   * Reads something.
   *
   * @param path its path
   */
  public static ApiCall get(String path) {
    return new ApiCall("GET", path, JSON, JSON, Optional.empty());
  }

  /**
   * Reads in another form.
   *
   * @param path its path
   * @param accept the form
   */
  public static ApiCall get(String path, String accept) {
    return new ApiCall("GET", path, accept, JSON, Optional.empty());
  }

  /**
   * Makes something.
   *
   * @param path the collection's
   * @param json what
   */
  public static ApiCall post(String path, String json) {
    return new ApiCall("POST", path, JSON, JSON, Optional.of(json));
  }

  /**
   * Replaces something.
   *
   * @param path its path
   * @param json what it is to be
   */
  public static ApiCall put(String path, String json) {
    return new ApiCall("PUT", path, JSON, JSON, Optional.of(json));
  }

  /**
   * Changes parts of something.
   *
   * @param path its path
   * @param type which kind of patch
   * @param body the patch
   */
  public static ApiCall patch(String path, String type, String body) {
    return new ApiCall("PATCH", path, JSON, type, Optional.of(body));
  }

  /**
   * Deletes something.
   *
   * @param path its path
   * @param json on which conditions
   */
  public static ApiCall delete(String path, String json) {
    return new ApiCall("DELETE", path, JSON, JSON, Optional.of(json));
  }
}

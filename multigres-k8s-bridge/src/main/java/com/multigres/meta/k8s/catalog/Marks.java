package com.multigres.meta.k8s.catalog;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;

/** The annotations of this library on a resource. */
final class Marks {
  /** Under which name its fields are managed. */
  static final String MANAGER = "multigres-meta";

  /** Generation, change id, and the hash of the content that they are of. */
  static final String POSITION = "meta.multigres.com/position";

  /** What the resource has no field for: ids, names, what is dropping, the authority. */
  static final String CATALOG = "meta.multigres.com/catalog";

  /** The last change ids. */
  static final String CHANGES = "meta.multigres.com/changes";

  /** The bridge's fence token. */
  static final String FENCE = "meta.multigres.com/fence";

  /** All of them. */
  static final List<String> ALL = List.of(POSITION, CATALOG, CHANGES, FENCE);

  /** Reads and writes them. */
  static final ObjectMapper JSON = new ObjectMapper();

  private Marks() {}
}

package com.multigres.meta.k8s.resource;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;

/** The annotations of this library on a resource. */
public final class Marks {
  /** Under which name its fields are managed. */
  public static final String MANAGER = "multigres-meta";

  /** Generation, change id, and the hash of the content that they are of. */
  public static final String POSITION = "meta.multigres.com/position";

  /** What the resource has no field for: ids, names, what is dropping, the authority. */
  public static final String CATALOG = "meta.multigres.com/catalog";

  /** The last change ids. */
  public static final String CHANGES = "meta.multigres.com/changes";

  /** Set by a person: at which position of the catalog the bridge may go on. */
  public static final String CONFIRM = "meta.multigres.com/confirm";

  /** Set by a person: which retained entries are to be removed after all, and at which position. */
  public static final String RELEASE = "meta.multigres.com/release";

  /** Set by a person: which retained entries the new databases of their names take over. */
  public static final String ADOPT = "meta.multigres.com/adopt";

  /** On a Secret: to which servers, as {@code host:port}, it may be shown at a resource's word. */
  public static final String ADDRESSES = "meta.multigres.com/addresses";

  /** The bridge's fence token. */
  public static final String FENCE = "meta.multigres.com/fence";

  /** All of them that are written by this library. */
  public static final List<String> ALL = List.of(POSITION, CATALOG, CHANGES, FENCE);

  /** Reads and writes them. */
  public static final ObjectMapper JSON = new ObjectMapper();

  private Marks() {}
}

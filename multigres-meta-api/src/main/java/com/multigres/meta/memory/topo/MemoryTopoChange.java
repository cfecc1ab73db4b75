package com.multigres.meta.memory.topo;

import com.multigres.meta.topo.TopoPath;
import java.util.List;
import java.util.Optional;

/**
 * What one commit did, in paths from the server's own root.
 *
 * @param revision the commit's number
 * @param touched the nodes it wrote or deleted, each once
 */
record MemoryTopoChange(long revision, List<Touched> touched) {

  /**
   * One node of a commit.
   *
   * @param after what stands there now; empty when it was deleted
   * @param created whether nothing stood there before
   */
  record Touched(TopoPath path, Optional<StoredNode> after, boolean created) {}
}

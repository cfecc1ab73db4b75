package com.multigres.meta.postgres.topo.internal;

import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.Version;
import java.util.List;

/**
 * What became of a request.
 *
 * @param writeId the request's id
 * @param verdicts one for each change
 * @param counters for each change that was done, its number
 */
public record Reply(long writeId, List<Verdict> verdicts, List<Long> counters) {

  public Verdict verdict(int change) {
    return verdicts.get(change);
  }

  public Version version(int change, TopoPath path) {
    return new Stamp(counters.get(change), writeId).version(path);
  }
}

package com.multigres.meta.topo.zookeeper.internal;

import com.multigres.meta.store.Deadline;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.topo.spi.Waits;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;

/**
 * The directories that nodes lie in (rule T3): containers, which the servers remove when what they
 * held has gone. One that was removed meanwhile is made anew.
 */
public final class Directories {
  private final Link link;
  private final Reads reads;
  private final String where;

  public Directories(Link link, Reads reads, String where) {
    this.link = link;
    this.reads = reads;
    this.where = where;
  }

  /**
   * Makes directories and those that they lie in, all in one go.
   *
   * @return what was refused, but that one stands already
   */
  public Map<String, KeeperException.Code> make(
      Collection<String> wanted, Deadline deadline, String doing) {
    TreeSet<String> all =
        new TreeSet<>(
            Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()));
    wanted.forEach(directory -> all.addAll(Znodes.downTo(directory)));
    Wire wire = link.await(deadline, doing);
    Map<String, CompletableFuture<Wire.Made>> making = new LinkedHashMap<>();
    all.forEach(znode -> making.put(znode, wire.create(znode, View.NOTHING, CreateMode.CONTAINER)));
    Map<String, KeeperException.Code> refused = new LinkedHashMap<>();
    making.forEach(
        (znode, made) -> {
          KeeperException.Code code = code(made, deadline, doing);
          if (code != KeeperException.Code.OK && code != KeeperException.Code.NODEEXISTS) {
            refused.put(znode, code);
          }
        });
    return refused;
  }

  private KeeperException.Code code(CompletableFuture<?> asked, Deadline deadline, String doing) {
    try {
      Waits.get(asked, deadline, doing + " on " + where, Outcome.NOT_APPLIED);
      return KeeperException.Code.OK;
    } catch (ExecutionException failure) {
      Throwable cause = KeeperFailures.cause(failure);
      if (cause instanceof KeeperException refusal && !KeeperFailures.isBroken(refusal)) {
        return refusal.code();
      }
      throw KeeperFailures.translate(cause, where, doing, Outcome.NOT_APPLIED);
    }
  }

  /**
   * Removes everything below a directory that holds no nodes: other directories that are empty by
   * now.
   *
   * @return whether nothing is left
   */
  public boolean clear(String directory, Deadline deadline, String doing) {
    List<String> found = new ArrayList<>();
    List<String> level = List.of(directory);
    while (!level.isEmpty()) {
      List<String> next = new ArrayList<>();
      for (String znode : level) {
        reads.names(znode, ReadMode.STRICT, deadline, doing).stream()
            .filter(name -> !Znodes.isMark(name))
            .forEach(name -> next.add(znode + "/" + name));
      }
      found.addAll(next);
      level = next;
    }
    if (!found.stream().allMatch(Directories::isPlain)) {
      return false;
    }
    Collections.reverse(found);
    Wire wire = link.await(deadline, doing);
    List<CompletableFuture<?>> removing = new ArrayList<>();
    found.forEach(znode -> removing.add(wire.delete(znode)));
    removing.forEach(removed -> code(removed, deadline, doing));
    return true;
  }

  private static boolean isPlain(String znode) {
    return Znodes.isPlain(znode.substring(znode.lastIndexOf('/') + 1));
  }
}

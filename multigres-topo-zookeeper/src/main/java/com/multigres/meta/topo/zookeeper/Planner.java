package com.multigres.meta.topo.zookeeper;

import com.google.protobuf.ByteString;
import com.multigres.meta.topo.Batch;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.zookeeper.internal.Stamp;
import com.multigres.meta.topo.zookeeper.internal.View;
import com.multigres.meta.topo.zookeeper.internal.Znodes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.Op;

/**
 * Says a commit in the server's operations. Each carries the proof of what it relies on: that a
 * life of a node goes on (its mark stands), that it was not written since (its counter), that
 * nothing stands (it can be made), that a directory has no value (its counter).
 */
final class Planner {
  private static final int EACH = 96;

  /** What is known speaks against it, which only a linearizable read may decide. */
  static final class Doubtful extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private final Commit commit;
  private final Znodes znodes;
  private final Map<String, View> views;
  private final List<Plan.Maker> makers = new ArrayList<>();
  private final Map<TopoPath, Plan.Written> written = new LinkedHashMap<>();
  private final boolean guessing;
  // Those that are made, or come to be of nodes.
  private final Set<String> directories = new HashSet<>();
  private final Set<String> guessed = new HashSet<>();
  private int bytes;

  Planner(Commit commit, Map<String, View> views, boolean guessing) {
    this.commit = commit;
    this.guessing = guessing;
    this.znodes = commit.znodes();
    this.views = views;
  }

  Plan plan() {
    commit.conditions().forEach(this::condition);
    for (Step step : commit.stepsInOrder()) {
      if (step instanceof Step.Put put) {
        put(put);
      } else if (step instanceof Step.CreateBound create) {
        createBound(create);
      } else if (step instanceof Step.Delete delete) {
        delete(delete);
      } else if (step instanceof Step.Rebind rebind) {
        rebind(rebind);
      }
    }
    return new Plan(makers, written, guessed, bytes);
  }

  /** What stands at a path, or is assumed to where nobody has looked. */
  private State state(TopoPath path, Expect expect) {
    View seen = views.get(znodes.node(path));
    if (seen != null) {
      return new State(seen, seen.hasValue() ? seen.stamp(path) : new Stamp("", 0, false));
    }
    if (expect instanceof Expect.AtVersion at) {
      return new State(View.MISSING, Stamp.of(at.version()));
    }
    return new State(View.MISSING, new Stamp("", 0, false));
  }

  private record State(View view, Stamp stamp) {
    boolean hasValue() {
      return !stamp.nonce().isEmpty();
    }
  }

  private void condition(Batch.Condition condition) {
    TopoPath path = condition.path();
    if (condition instanceof Batch.Condition.Holds holds) {
      check(commit.entry(holds.guard()), -1);
      View entry = views.getOrDefault(commit.entry(holds.guard()), View.MISSING);
      doubt(entry.madeAt() != holds.guard().token().number());
    } else if (condition instanceof Batch.Condition.Exists) {
      State state = state(path, Expect.any());
      doubt(!state.hasValue());
      check(znodes.mark(path, state.stamp), -1);
    } else if (condition instanceof Batch.Condition.HasVersion has) {
      Stamp stamp = Stamp.of(has.version());
      check(znodes.mark(path, stamp), -1);
      check(znodes.node(path), stamp.counter());
    } else {
      missing(path);
    }
  }

  private static void doubt(boolean reason) {
    if (reason) {
      throw new Doubtful();
    }
  }

  /** Nothing is there if the topmost of what is missing can be made, and removed again. */
  private void missing(TopoPath path) {
    String node = znodes.node(path);
    View view = views.getOrDefault(node, View.MISSING);
    doubt(view.hasValue());
    if (view.stands()) {
      check(node, view.counter());
      return;
    }
    if (commit.puts().anyMatch(put -> put.path().equals(path))) {
      // That it can be made is proven by making it.
      return;
    }
    TopoPath above = TopoPath.root();
    for (String name : path.names()) {
      TopoPath next = above.child(name);
      if (!views.getOrDefault(znodes.node(next), View.MISSING).stands()) {
        break;
      }
      above = next;
    }
    View last = views.getOrDefault(znodes.node(above), View.MISSING);
    if (last.isBound() && last.hasValue()) {
      check(znodes.mark(above, last.stamp(above)), -1);
      return;
    }
    String probe = znodes.node(above.child(path.names().get(above.names().size())));
    make(probe, View.NOTHING, CreateMode.CONTAINER);
    remove(probe, -1);
  }

  private void put(Step.Put put) {
    TopoPath path = put.path();
    State state = state(path, put.expect());
    if (!state.hasValue()) {
      doubt(put.expect() instanceof Expect.AtVersion);
      directoriesAbove(path, state.view);
      begin(path, put.value(), state.view);
      return;
    }
    Stamp stamp = state.stamp;
    check(put.expect(), stamp);
    check(znodes.mark(path, stamp), -1);
    String write = Stamp.freshNonce();
    OptionalInt counted = OptionalInt.of(makers.size());
    written.put(path, new Plan.Written(stamp.nonce(), stamp.bound(), write, counted));
    byte[] data = View.data(stamp.nonce(), write, put.value());
    set(znodes.node(path), data, counter(put.expect(), stamp));
  }

  private static void check(Expect expect, Stamp stamp) {
    doubt(expect instanceof Expect.Absent);
    doubt(expect instanceof Expect.AtVersion at && !Stamp.of(at.version()).equals(stamp));
  }

  private static int counter(Expect expect, Stamp stamp) {
    return expect instanceof Expect.AtVersion ? stamp.counter() : -1;
  }

  /** A life of a free node begins. */
  private void begin(TopoPath path, ByteString value, View directory) {
    String nonce = Stamp.freshNonce();
    OptionalInt counted = OptionalInt.empty();
    if (directory.stands()) {
      counted = OptionalInt.of(makers.size());
      set(znodes.node(path), View.data(nonce, nonce, value), directory.counter());
    } else {
      make(znodes.node(path), View.data(nonce, nonce, value), CreateMode.CONTAINER);
    }
    mark(path, nonce, false);
    // The first write of a life needs no name of its own.
    written.put(path, new Plan.Written(nonce, false, nonce, counted));
  }

  private void mark(TopoPath path, String nonce, boolean bound) {
    make(
        znodes.mark(path, new Stamp(nonce, 0, bound)),
        View.NOTHING,
        bound ? CreateMode.EPHEMERAL : CreateMode.PERSISTENT);
  }

  private void createBound(Step.CreateBound create) {
    State state = state(create.path(), create.expect());
    doubt(state.hasValue());
    if (state.view.stands()) {
      remove(znodes.node(create.path()), state.view.counter());
    }
    directoriesAbove(create.path(), state.view);
    beginBound(create.path(), create.value());
  }

  private void beginBound(TopoPath path, ByteString value) {
    String nonce = Stamp.freshNonce();
    make(znodes.node(path), View.data(nonce, nonce, value), CreateMode.EPHEMERAL);
    mark(path, nonce, true);
    written.put(path, new Plan.Written(nonce, true, nonce, OptionalInt.empty()));
  }

  private void delete(Step.Delete delete) {
    TopoPath path = delete.path();
    State state = state(path, delete.expect());
    doubt(!state.hasValue());
    check(delete.expect(), state.stamp);
    remove(znodes.mark(path, state.stamp), -1);
    int counter = counter(delete.expect(), state.stamp);
    if (!state.stamp.bound() && (state.view.hasMoreBelow() || commit.putsBelow(path))) {
      set(znodes.node(path), View.NOTHING, counter);
      directories.add(znodes.node(path));
      return;
    }
    remove(znodes.node(path), counter);
    if (state.stamp.bound()) {
      directoriesFor(path);
    }
  }

  /**
   * What a node lies in is made with it; where that stood, the servers refuse it and say so. Who
   * comes next takes it for made.
   */
  private void directoriesAbove(TopoPath path, View view) {
    boolean unknown = guessing && !view.stands();
    for (int depth = 1; unknown && depth < path.names().size(); depth++) {
      TopoPath above = new TopoPath(path.names().subList(0, depth));
      String directory = znodes.node(above);
      boolean stands =
          commit.directories().contains(directory)
              || views.getOrDefault(directory, View.MISSING).stands()
              || commit.puts().anyMatch(put -> put.path().equals(above));
      if (!stands && directories.add(directory)) {
        guessed.add(directory);
        commit.directories().add(directory);
        make(directory, View.NOTHING, CreateMode.CONTAINER);
      }
    }
  }

  /** What is written below a bound node that goes at the same time needs directories first. */
  private void directoriesFor(TopoPath path) {
    commit
        .puts()
        .filter(put -> put.path().isBelow(path))
        .forEach(
            put -> {
              for (int depth = path.names().size(); depth < put.path().names().size(); depth++) {
                String directory = znodes.node(new TopoPath(put.path().names().subList(0, depth)));
                if (directories.add(directory)) {
                  make(directory, View.NOTHING, CreateMode.CONTAINER);
                }
              }
            });
  }

  private void rebind(Step.Rebind rebind) {
    TopoPath path = rebind.path();
    State state = state(path, rebind.expect());
    doubt(!state.view.hasValue() || rebind.isOthers(state.view));
    check(rebind.expect(), state.stamp);
    ByteString value = state.view.value(path);
    remove(znodes.mark(path, state.stamp), -1);
    remove(znodes.node(path), state.stamp.counter());
    if (rebind.binds()) {
      beginBound(path, value);
    } else {
      begin(path, value, View.MISSING);
    }
  }

  private void check(String znode, int version) {
    add(wire -> Op.check(znode, version), znode, 0);
  }

  private void make(String znode, byte[] data, CreateMode mode) {
    add(wire -> wire.make(znode, data, mode), znode, data.length);
  }

  private void set(String znode, byte[] data, int version) {
    add(wire -> Op.setData(znode, data, version), znode, data.length);
  }

  private void remove(String znode, int version) {
    add(wire -> Op.delete(znode, version), znode, 0);
  }

  private void add(Plan.Maker maker, String znode, int data) {
    makers.add(maker);
    bytes += EACH + znode.length() + data;
  }
}

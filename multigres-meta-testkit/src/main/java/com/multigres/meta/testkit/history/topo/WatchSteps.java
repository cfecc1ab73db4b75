package com.multigres.meta.testkit.history.topo;

import com.multigres.meta.testkit.history.Call;
import com.multigres.meta.testkit.history.History;
import com.multigres.meta.testkit.history.Operation;
import com.multigres.meta.testkit.history.Seen;
import com.multigres.meta.testkit.history.TopoCall;
import com.multigres.meta.testkit.history.WatchNews;
import com.multigres.meta.testkit.history.search.Requirement;
import com.multigres.meta.testkit.history.search.State;
import com.multigres.meta.testkit.history.search.Step;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.WatchEvent.Resync;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What watches tell, as reads that come late: each piece of news was true at some moment after the
 * one before it about that path (rule T13), and before it was told. A fresh watch tells how things
 * stood since it began, nodes that are not there included (rule T12); what it told last is how
 * things stand once it had time to settle. By its silence a resumed watch says that what the one
 * before it told holds still (rule T14).
 */
final class WatchSteps {
  private final States states;
  private final ReadSteps reads;
  private final Map<Integer, Long> soonest;
  private final List<Step> steps = new ArrayList<>();
  private final Map<String, Stream> streams = new HashMap<>();
  private int chains;

  /** What one watch told of one path last. */
  private record Told(long earliest, int chain) {}

  private final class Stream {
    private final TopoCall.Watch watch;
    private final long begin;
    private final Map<Integer, Told> told = new HashMap<>();
    private final Set<Integer> sinceReplace = new HashSet<>();

    // What stands by all that was told, here and where this one goes on.
    private final Map<Integer, Integer> believed = new HashMap<>();

    // Whether what is not believed to stand is believed not to.
    private boolean knowsAll;
    private boolean whole;
    private boolean over;

    private Stream(Operation opened, TopoCall.Watch watch) {
      this.watch = watch;
      this.begin = watch.resumed() ? Long.MIN_VALUE : opened.invoked();
      this.whole = !watch.resumed();
      this.knowsAll = !watch.resumed();
      watch.after().map(streams::get).ifPresent(this::goOnFrom);
    }

    private void goOnFrom(Stream before) {
      believed.putAll(before.believed);
      knowsAll = before.knowsAll;
    }

    private List<Integer> scope() {
      List<Integer> scope = new ArrayList<>();
      if (watch.tree()) {
        scope.addAll(reads.below(watch.path()));
      }
      if (!watch.path().isRoot()) {
        scope.add(states.path(watch.path()));
      }
      return scope;
    }

    /** A state that held at some moment from an earliest one until an operation's end. */
    private void saw(Operation operation, int path, int state, long notBefore) {
      Told before = told.get(path);
      int chain = before == null ? chains++ : before.chain();
      long earliest = Math.max(notBefore, before == null ? begin : before.earliest());
      earliest = Math.max(earliest, soonest.getOrDefault(state, Long.MIN_VALUE));
      // A version told before anybody wrote it is no step that could be placed: its time is none.
      earliest = Math.min(earliest, operation.returned());
      told.put(path, new Told(earliest, chain));
      believed.put(path, state);
      steps.add(
          new Step(
              operation,
              false,
              earliest,
              operation.returned(),
              List.of(Requirement.is(path, state)),
              List.of(),
              chain));
    }

    private void told(Operation operation, WatchNews news) {
      if (news instanceof WatchNews.Put put) {
        Seen node = put.node();
        int path = states.path(node.path());
        saw(operation, path, states.node(node.path(), node.value(), node.version()), begin);
        sinceReplace.add(path);
      } else if (news instanceof WatchNews.Deleted deleted) {
        int path = states.path(deleted.path());
        saw(operation, path, State.ABSENT, begin);
        sinceReplace.add(path);
      } else if (news instanceof WatchNews.Resync resync) {
        whole = resync.kind() == Resync.Kind.REPLACE;
        sinceReplace.clear();
        if (whole) {
          believed.clear();
          knowsAll = true;
        }
      } else if (news instanceof WatchNews.Ended) {
        over = true;
      } else if (news instanceof WatchNews.InSync && whole) {
        whole = false;
        scope().stream()
            .filter(path -> !sinceReplace.contains(path))
            .forEach(path -> saw(operation, path, State.ABSENT, begin));
      }
    }

    private void settled(Operation operation) {
      for (int path : over ? List.<Integer>of() : scope()) {
        Integer state = believed.get(path);
        if (state != null || knowsAll) {
          saw(operation, path, state == null ? State.ABSENT : state, operation.invoked());
        }
      }
    }
  }

  private WatchSteps(States states, ReadSteps reads, Map<Integer, Long> soonest) {
    this.states = states;
    this.reads = reads;
    this.soonest = soonest;
  }

  /**
   * The steps of all watches.
   *
   * @param soonest for each version, before when it cannot have been written
   */
  static List<Step> of(History history, States states, Map<Integer, Long> soonest) {
    WatchSteps watches = new WatchSteps(states, new ReadSteps(states), soonest);
    history.operations().forEach(watches::add);
    return watches.steps;
  }

  private void add(Operation operation) {
    Call call = operation.call();
    if (call instanceof TopoCall.Watch watch) {
      streams.put(watch.stream(), new Stream(operation, watch));
    } else if (call instanceof TopoCall.Told told) {
      Optional.ofNullable(streams.get(told.stream()))
          .ifPresent(stream -> stream.told(operation, told.news()));
    } else if (call instanceof Call.Settled settled) {
      Optional.ofNullable(streams.get(settled.stream()))
          .ifPresent(stream -> stream.settled(operation));
    }
  }

  /** The paths that news name; so that they are known before any step is made. */
  static void enter(WatchNews news, States states) {
    if (news instanceof WatchNews.Put put) {
      TopoPath path = put.node().path();
      states.path(path);
      states.node(path, put.node().value(), put.node().version());
    } else if (news instanceof WatchNews.Deleted deleted) {
      states.path(deleted.path());
    }
  }
}

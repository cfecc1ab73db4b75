package com.multigres.meta.testkit.history;

import com.multigres.meta.topo.Batch;
import com.multigres.meta.topo.lock.FencingToken;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Tries every order in which one lock can have been granted, proven, used and given up. */
final class LockTwin {

  private enum What {
    GRANTED,
    HELD,
    USED,
    OVER
  }

  private record Event(What what, FencingToken token, long earliest, long latest) {}

  private final Set<FencingToken> granted = new HashSet<>();
  private final Set<FencingToken> released = new HashSet<>();

  private LockTwin() {}

  static boolean explains(History history) {
    LockTwin twin = new LockTwin();
    List<Event> events = new ArrayList<>();
    history.operations().forEach(one -> twin.collect(one, events));
    return twin.search(events, new ArrayList<>(), new HashSet<>());
  }

  private void collect(Operation one, List<Event> events) {
    Call call = one.call();
    if (one.ending() instanceof Ending.Done done && done.result() instanceof Result.Granted grant) {
      granted.add(grant.token());
      events.add(new Event(What.GRANTED, grant.token(), one.invoked(), one.returned()));
    } else if (call instanceof TopoCall.StillHolds holds) {
      events.add(new Event(What.HELD, holds.token(), one.invoked(), one.returned()));
    } else if (call instanceof TopoCall.Release release) {
      released.add(release.token());
      events.add(new Event(What.OVER, release.token(), one.invoked(), one.returned()));
    } else if (call instanceof TopoCall.Lost lost) {
      events.add(new Event(What.OVER, lost.token(), Long.MIN_VALUE, one.returned()));
    } else if (call instanceof TopoCall.Commit commit) {
      Batch.Condition.Holds guard = (Batch.Condition.Holds) commit.batch().conditions().get(0);
      events.add(new Event(What.USED, guard.guard().token(), one.invoked(), one.returned()));
    }
  }

  private boolean search(List<Event> open, List<FencingToken> grants, Set<FencingToken> over) {
    if (open.isEmpty()) {
      return true;
    }
    for (Event event : open) {
      if (open.stream().allMatch(other -> other.latest >= event.earliest)
          && isTrue(event, grants, over)) {
        List<Event> rest = new ArrayList<>(open);
        rest.remove(event);
        List<FencingToken> grantsThen = new ArrayList<>(grants);
        Set<FencingToken> overThen = new HashSet<>(over);
        if (event.what == What.GRANTED) {
          grantsThen.add(event.token);
        } else if (event.what == What.OVER) {
          overThen.add(event.token);
        }
        if (search(rest, grantsThen, overThen)) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean isTrue(Event event, List<FencingToken> grants, Set<FencingToken> over) {
    return switch (event.what) {
      case GRANTED ->
          grants.stream()
              .filter(before -> before.incarnation().equals(event.token.incarnation()))
              .allMatch(before -> before.number() < event.token.number());
      case HELD ->
          !over.contains(event.token)
              && (!granted.contains(event.token) || isLast(event.token, grants));
      case USED -> !isGivenUp(event.token, over) && isUsable(event.token, grants);
      case OVER -> true;
    };
  }

  /** A loss that was told proves nothing of what the store lets pass. */
  private boolean isGivenUp(FencingToken token, Set<FencingToken> over) {
    return released.contains(token) && over.contains(token);
  }

  private boolean isUsable(FencingToken token, List<FencingToken> grants) {
    return granted.contains(token)
        ? isLast(token, grants)
        : grants.stream().noneMatch(grant -> isLarger(grant, token));
  }

  /** What the history tells of no grant of can only be compared within its life. */
  private static boolean isLarger(FencingToken grant, FencingToken token) {
    return grant.incarnation().equals(token.incarnation()) && grant.number() > token.number();
  }

  private static boolean isLast(FencingToken token, List<FencingToken> grants) {
    return !grants.isEmpty() && grants.get(grants.size() - 1).equals(token);
  }
}

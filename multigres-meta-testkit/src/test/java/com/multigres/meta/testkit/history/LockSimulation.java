package com.multigres.meta.testkit.history;

import static com.multigres.meta.testkit.history.Script.LOCK;
import static com.multigres.meta.testkit.history.Script.bytes;
import static com.multigres.meta.testkit.history.Script.path;
import static com.multigres.meta.testkit.history.Script.version;

import com.multigres.meta.topo.Batch;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.lock.FencingToken;
import com.multigres.meta.topo.lock.Guard;
import com.multigres.meta.topo.lock.LockKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Holders of one lock, one after the other, in one or several lives of its store; then lies. */
final class LockSimulation {
  private static final int SLACK = 12;

  private final Random random;
  private final List<Operation> operations = new ArrayList<>();
  private int life;
  private long number;
  private long now;

  private LockSimulation(Random random) {
    this.random = random;
  }

  static History run(Random random) {
    LockSimulation simulation = new LockSimulation(random);
    for (int holders = 1 + random.nextInt(4); holders > 0; holders--) {
      simulation.holding();
    }
    for (int lies = random.nextInt(3); lies > 0; lies--) {
      simulation.lie();
    }
    return new History(simulation.operations);
  }

  private long later() {
    return now += 1 + random.nextInt(6);
  }

  /** Before a moment by less than it takes. */
  private long around(int sign) {
    return now + (long) sign * random.nextInt(SLACK);
  }

  private void holding() {
    if (random.nextInt(4) == 0) {
      life++;
      number = 0;
    }
    // Some numbers are nobody's.
    number += 2;
    FencingToken token = new FencingToken("test", "life" + life, number, "grant");
    later();
    long told = around(1);
    add(
        new TopoCall.Acquire(LOCK, LockKind.QUEUE),
        new Ending.Done(new Result.Granted(token)),
        around(-1),
        told);
    now = Math.max(now, told);
    for (int proofs = random.nextInt(3); proofs > 0; proofs--) {
      later();
      holds(token, Math.max(told, around(-1)));
    }
    later();
    Call end =
        random.nextBoolean()
            ? new TopoCall.Release(LOCK, LockKind.QUEUE, token)
            : new TopoCall.Lost(LOCK, LockKind.QUEUE, token);
    if (random.nextInt(3) > 0) {
      long from = end instanceof TopoCall.Lost ? now : Math.max(told, around(-1));
      add(end, new Ending.Done(new Result.Nothing()), from, around(1));
    }
  }

  private void holds(FencingToken token, long from) {
    if (random.nextBoolean()) {
      add(
          new TopoCall.StillHolds(LOCK, LockKind.QUEUE, token),
          new Ending.Done(new Result.Nothing()),
          from,
          around(1));
    } else {
      Guard guard = new Guard(TopoPath.root(), LOCK, LockKind.QUEUE, token);
      Batch batch = Batch.builder().when(guard).put(path("a"), bytes("x"), Expect.any()).build();
      add(
          new TopoCall.Commit(batch),
          new Ending.Done(new Result.Written(Map.of(path("a"), version("a", "" + now)))),
          from,
          around(1));
    }
  }

  private void add(Call call, Ending ending, long from, long to) {
    operations.add(new Operation("c", call, ending, Math.min(from, to), Math.max(from, to)));
  }

  /** Something was told at another time, or a grant under another number. */
  private void lie() {
    int victim = random.nextInt(operations.size());
    Operation one = operations.get(victim);
    if (one.ending() instanceof Ending.Done done
        && done.result() instanceof Result.Granted granted
        && random.nextBoolean()) {
      FencingToken token = granted.token();
      // One that is nobody's: else what its holder did would be another one's too.
      long other = Math.max(1, token.number() - 1 - 2L * random.nextInt(3));
      Ending ending =
          new Ending.Done(
              new Result.Granted(
                  new FencingToken("test", token.incarnation(), other, token.grant())));
      operations.set(victim, Mutations.with(one, ending));
    } else if (!(one.call() instanceof TopoCall.Acquire)) {
      long by = random.nextInt(4 * SLACK);
      operations.set(
          victim,
          new Operation(
              one.client(), one.call(), one.ending(), one.invoked() + by, one.returned() + by));
    }
  }
}

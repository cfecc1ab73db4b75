package com.multigres.meta.testkit.fault;

import com.multigres.meta.testkit.Fault;
import com.multigres.meta.testkit.Member;
import com.multigres.meta.testkit.ServerFaults;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

/** Arranges nothing, and notes what it was told to; a word that is forbidden fails. */
final class NotedFaults implements ServerFaults<String> {

  final List<String> noted = new CopyOnWriteArrayList<>();
  volatile int leader;
  volatile String forbidden = "";
  volatile Runnable meanwhile = () -> {};
  private final List<Member> members;

  NotedFaults(int members) {
    this.members = IntStream.range(0, members).<Member>mapToObj(NotedMember::new).toList();
  }

  private void note(String what) {
    noted.add(what);
    if (what.equals(forbidden)) {
      throw new IllegalStateException("no " + what);
    }
  }

  @Override
  public Set<Fault> offered() {
    return EnumSet.allOf(Fault.class);
  }

  @Override
  public List<Member> members() {
    return members;
  }

  @Override
  public void cut(String store) {
    note("cut " + store);
  }

  @Override
  public void reconnect(String store) {
    note("reconnect " + store);
  }

  @Override
  public void delay(String store, Duration more) {
    note("delay " + store + " " + more.toMillis());
  }

  @Override
  public void dropRequests(String store) {
    note("dropRequests " + store);
  }

  @Override
  public void dropReplies(String store) {
    note("dropReplies " + store);
  }

  @Override
  public void halfOpen(String store) {
    note("halfOpen " + store);
  }

  @Override
  public void expireSession(String store) {
    note("expireSession " + store);
  }

  @Override
  public void skewClock(String store, Duration by) {
    note("skewClock " + store + " " + by.toSeconds());
  }

  @Override
  public void compact() {
    note("compact");
  }

  @Override
  public void fillQuota() {
    note("fillQuota");
  }

  @Override
  public void freeQuota() {
    note("freeQuota");
  }

  @Override
  public void stop() {
    note("stop");
  }

  @Override
  public void kill() {
    note("kill");
    meanwhile.run();
  }

  @Override
  public void restart() {
    note("restart");
  }

  @Override
  public void pause() {
    note("pause");
  }

  @Override
  public void resume() {
    note("resume");
  }

  private final class NotedMember implements Member {
    private final int number;

    NotedMember(int number) {
      this.number = number;
    }

    @Override
    public boolean leads() {
      return number == leader;
    }

    @Override
    public void stop() {
      note("stop member " + number);
    }

    @Override
    public void kill() {
      note("kill member " + number);
    }

    @Override
    public void restart() {
      note("restart member " + number);
    }

    @Override
    public void pause() {
      note("pause member " + number);
    }

    @Override
    public void resume() {
      note("resume member " + number);
    }
  }
}

package com.multigres.meta.testkit.fault;

import com.multigres.meta.testkit.Member;
import com.multigres.meta.testkit.ServerFaults;
import java.util.List;

/**
 * The server as a whole, befallen like one member.
 *
 * @param faults what may befall it
 */
record Victim(ServerFaults<?> faults) implements Member {

  /** Whom a target means at this moment. */
  static Member of(Target target, ServerFaults<?> faults) {
    return switch (target.kind()) {
      case LEADER -> leader(faults.members());
      case MEMBER -> faults.members().get(target.number());
      case SERVER, CLIENT -> new Victim(faults);
    };
  }

  private static Member leader(List<Member> members) {
    return members.stream()
        .filter(Member::leads)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("nobody leads"));
  }

  @Override
  public boolean leads() {
    return true;
  }

  @Override
  public void stop() {
    faults.stop();
  }

  @Override
  public void kill() {
    faults.kill();
  }

  @Override
  public void restart() {
    faults.restart();
  }

  @Override
  public void pause() {
    faults.pause();
  }

  @Override
  public void resume() {
    faults.resume();
  }
}

package com.multigres.meta.testkit.fault;

import com.multigres.meta.testkit.Member;
import com.multigres.meta.testkit.ServerFaults;
import java.time.Duration;
import java.util.List;

/**
 * How an accident is arranged and ended.
 *
 * @param begin arranges it
 * @param end makes everything whole again
 */
record Spell(Runnable begin, Runnable end) {

  static <S> Spell of(Incident incident, ServerFaults<S> faults, List<S> clients) {
    Target target = incident.target();
    return target.kind() == Target.Kind.CLIENT
        ? onClient(incident, faults, client(clients, target.number()))
        : onServer(incident, faults);
  }

  private static <S> S client(List<S> clients, int number) {
    if (number >= clients.size()) {
      throw new IllegalArgumentException(
          "the schedule befalls client-" + number + ", and there are " + clients.size());
    }
    return clients.get(number);
  }

  private static <S> Spell onClient(Incident incident, ServerFaults<S> faults, S client) {
    Runnable whole = () -> faults.reconnect(client);
    return switch (incident.fault()) {
      case CUT -> new Spell(() -> faults.cut(client), whole);
      case DELAY -> new Spell(() -> faults.delay(client, incident.size()), whole);
      case DROP_REQUESTS -> new Spell(() -> faults.dropRequests(client), whole);
      case DROP_REPLIES -> new Spell(() -> faults.dropReplies(client), whole);
      case HALF_OPEN -> new Spell(() -> faults.halfOpen(client), whole);
      case EXPIRE_SESSION -> new Spell(() -> faults.expireSession(client), () -> {});
      case SKEW_CLOCK ->
          new Spell(
              () -> faults.skewClock(client, incident.size()),
              () -> faults.skewClock(client, Duration.ZERO));
      default -> throw new IllegalArgumentException("befalls no client: " + incident);
    };
  }

  private static Spell onServer(Incident incident, ServerFaults<?> faults) {
    Member victim = Victim.of(incident.target(), faults);
    return switch (incident.fault()) {
      case RESTART -> new Spell(victim::stop, victim::restart);
      case KILL -> new Spell(victim::kill, victim::restart);
      case PAUSE -> new Spell(victim::pause, victim::resume);
      case COMPACT -> new Spell(faults::compact, () -> {});
      case FILL_QUOTA -> new Spell(faults::fillQuota, faults::freeQuota);
      default -> throw new IllegalArgumentException("befalls no server: " + incident);
    };
  }
}

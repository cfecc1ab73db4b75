package com.multigres.meta.k8s.lease;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A lease as it stands.
 *
 * @param holder who holds it; empty for nobody
 * @param duration how long he wants to be left alone after a renewal; zero where it does not say
 * @param transitions how often it changed hands: the holder's token
 * @param version its version, for a conditional write
 * @param tree all of it
 */
record LeaseView(
    String holder, Duration duration, long transitions, String version, ObjectNode tree) {

  static LeaseView of(ObjectNode tree) {
    var spec = tree.path("spec");
    return new LeaseView(
        spec.path("holderIdentity").asText(""),
        Duration.ofSeconds(Math.max(0, spec.path("leaseDurationSeconds").asLong())),
        spec.path("leaseTransitions").asLong(),
        tree.path("metadata").path("resourceVersion").asText(),
        tree);
  }

  /** The same in somebody's hands; the times are for people, nobody decides by them. */
  ObjectNode heldBy(String identity, long token, Duration lasting) {
    ObjectNode next = tree.deepCopy();
    ObjectNode spec = next.withObject("/spec");
    String now = Instant.now().truncatedTo(ChronoUnit.MICROS).toString();
    if (!holder.equals(identity)) {
      spec.put("acquireTime", micros(now));
    }
    spec.put("holderIdentity", identity);
    spec.put("leaseDurationSeconds", Math.max(1, lasting.toSeconds()));
    spec.put("leaseTransitions", token);
    spec.put("renewTime", micros(now));
    return next;
  }

  /** The server wants six digits always. */
  private static String micros(String instant) {
    String whole = instant.substring(0, instant.length() - 1);
    int dot = whole.indexOf('.');
    String fraction = dot < 0 ? "" : whole.substring(dot + 1);
    return (dot < 0 ? whole : whole.substring(0, dot))
        + "."
        + (fraction + "000000").substring(0, 6)
        + "Z";
  }
}

package com.multigres.meta.topo.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.multigres.meta.store.Deadline;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.etcd.internal.Asked;
import com.multigres.meta.topo.etcd.internal.Lane;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whose turn it is: who waits longest goes first, and nobody waits for company. */
class LaneTest {
  private static final int MOST = 4;

  private final List<List<String>> sent = new ArrayList<>();
  private final Deque<Runnable> underWay = new ArrayDeque<>();
  private final Lane<String, String> lane = new Lane<>(new DistinctLetters());

  /** At most {@value #MOST} in one request, of which no two begin with the same letter. */
  private final class DistinctLetters implements Lane.Wire<String, String> {
    @Override
    public Lane.Group<String> group() {
      Set<Character> letters = new HashSet<>();
      return new Lane.Group<>() {
        @Override
        public boolean add(String request) {
          return !full() && letters.add(request.charAt(0));
        }

        @Override
        public boolean full() {
          return letters.size() == MOST;
        }
      };
    }

    @Override
    public void send(List<Asked<String, String>> all, Runnable done) {
      sent.add(all.stream().map(Asked::request).toList());
      underWay.add(done);
    }
  }

  private void ask(String... requests) {
    for (String request : requests) {
      lane.submit(new Asked<>(request, Deadline.after(Duration.ofMinutes(1))));
    }
  }

  /** So many requests are under way that nothing more is sent for now. */
  private void occupy() {
    for (int i = 0; i < Lane.IN_FLIGHT; i++) {
      ask("x");
    }
    sent.clear();
  }

  private void answerAll() {
    while (!underWay.isEmpty()) {
      underWay.poll().run();
    }
  }

  @Test
  void aLoneCallerIsSentAtOnce() {
    ask("a1");
    assertThat(sent).containsExactly(List.of("a1"));
  }

  @Test
  void whoAsksMeanwhileTravelsTogether() {
    occupy();
    ask("a1", "b1", "c1");
    assertThat(sent).isEmpty();
    answerAll();
    assertThat(sent).containsExactly(List.of("a1", "b1", "c1"));
  }

  @Test
  void whoDidNotFitGoesFirstNextTime() {
    occupy();
    ask("a1", "a2", "a3", "b1", "b2", "c1", "d1", "e1");
    answerAll();
    assertThat(sent)
        .containsExactly(List.of("a1", "b1", "c1", "d1"), List.of("a2", "b2", "e1"), List.of("a3"));
  }

  @Test
  void aThousandCallersHaveTheirTurnsInTheOrderInWhichTheyAsked() {
    occupy();
    List<String> all =
        IntStream.range(0, 1_000).mapToObj(i -> "abc".charAt(i % 3) + "%03d".formatted(i)).toList();
    all.forEach(this::ask);
    answerAll();
    assertThat(sent.stream().flatMap(List::stream)).containsExactlyElementsOf(all);
  }

  @Test
  void whoHasGivenUpIsNotSent() {
    occupy();
    Asked<String, String> late = new Asked<>("a1", Deadline.after(Duration.ofNanos(1)));
    lane.submit(late);
    assertThatThrownBy(() -> late.await("asking", true)).isInstanceOf(TopoException.class);
    ask("b1");
    answerAll();
    assertThat(sent).containsExactly(List.of("b1"));
  }
}

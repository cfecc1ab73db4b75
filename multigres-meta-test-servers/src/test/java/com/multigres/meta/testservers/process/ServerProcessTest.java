package com.multigres.meta.testservers.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.multigres.meta.testservers.internal.ProcessTree;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What all servers of our own share, on programs that do nothing. */
class ServerProcessTest {

  private final List<Idle> servers = new ArrayList<>();

  @AfterEach
  void closeAll() {
    servers.forEach(server -> server.grudging = false);
    servers.forEach(ServerProcess::close);
  }

  @Test
  void nothingIsLeftOfAServerThatIsClosed() {
    Idle server = idle();
    server.start();

    Leftovers.areNone(server);
  }

  @Test
  void anInterruptedThreadClosesAServerAllTheSame() {
    Idle server = idle();
    server.start();
    ProcessHandle process = ProcessHandle.of(server.pid()).orElseThrow();

    Thread.currentThread().interrupt();
    server.close();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(ProcessTree.running(process)).isFalse();
    assertThat(server.folder().path()).doesNotExist();
  }

  @Test
  void aServerThatDiedByItselfCanBeStartedAgain() {
    Idle server = idle();
    server.start();
    ProcessHandle.of(server.pid()).orElseThrow().destroyForcibly();
    await().atMost(Duration.ofSeconds(20)).until(() -> !server.running());

    server.start();

    assertThat(server.running()).isTrue();
  }

  @Test
  void aMemberThatCannotBeClosedKeepsNoOtherOpen() {
    Idle first = idle();
    Idle second = idle();
    Idle third = idle();
    Idles group = new Idles(List.of(first, second, third));
    group.start();
    first.grudging = true;
    second.grudging = true;

    assertThatThrownBy(group::close)
        .hasMessage("no end of " + first.folder())
        .satisfies(failure -> assertThat(failure.getSuppressed()).hasSize(1));

    assertThat(third.folder().path()).doesNotExist();
    assertThat(third.running()).isFalse();
  }

  @Test
  void whereAMemberCannotBeMadeNoneIsLeft() {
    List<Path> folders = new ArrayList<>();

    assertThatThrownBy(
            () ->
                ServerGroup.prepared(
                    List.of("good", "bad"),
                    place -> {
                      if (place.equals("bad")) {
                        throw new IllegalStateException(place);
                      }
                      Idle made = idle();
                      folders.add(made.folder().path());
                      return made;
                    }))
        .hasMessage("bad");

    assertThat(folders).hasSize(1).allSatisfy(folder -> assertThat(folder).doesNotExist());
  }

  private Idle idle() {
    Idle server = new Idle();
    servers.add(server);
    return server;
  }

  private static final class Idle extends ServerProcess {
    private volatile boolean grudging;

    Idle() {
      super(ServerFolder.temporary("idle"));
    }

    @Override
    protected List<String> command() {
      return List.of("sleep", "300");
    }

    @Override
    protected boolean ready() {
      return true;
    }

    @Override
    public void close() {
      if (grudging) {
        throw new IllegalStateException("no end of " + folder());
      }
      super.close();
    }
  }

  private static final class Idles extends ServerGroup<Idle> {
    Idles(List<Idle> members) {
      super(members);
    }

    @Override
    protected Optional<Idle> agreedLeader() {
      return Optional.of(member(0));
    }
  }
}

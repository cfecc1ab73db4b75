package com.multigres.meta.testkit.topo.broken;

import com.google.protobuf.ByteString;
import com.multigres.meta.testkit.broken.Defect;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.Registration;
import com.multigres.meta.topo.RegistrationOptions;
import com.multigres.meta.topo.Session;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.Version;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;

/** Registrations that are wrong (T20, T21). */
final class BrokenRegistrations {
  private BrokenRegistrations() {}

  static List<Defect<TopoStore>> all() {
    return List.of(
        Defect.of(
            "T20",
            "a deleted node is not made anew",
            BrokenRegistrations::registersOnce,
            "aNodeThatWasDeletedIsMadeAnewWithTheLatestValue"),
        Defect.of(
            "T20",
            "the first value is restored, not the latest",
            BrokenRegistrations::forgetsUpdates,
            "aNodeThatWasDeletedIsMadeAnewWithTheLatestValue"),
        Defect.of(
            "T20",
            "closing right after the start leaves the node",
            BrokenRegistrations::leavesNodes,
            "startThenImmediateCloseLeavesNothing",
            "aRegisteredNodeStandsUntilClose"),
        Defect.of(
                "T20",
                "a restored registration is told twice of each change",
                BrokenRegistrations::tellsTwice,
                "aReplacedSessionLeavesNoSecondWatcher")
            .waiting(4),
        Defect.of(
            "T21",
            "a takeover is fought over",
            BrokenRegistrations::fights,
            "aTakeoverIsReportedAndNotFoughtOver"),
        Defect.of(
            "T21",
            "a conflict is settled by force",
            BrokenRegistrations::takesWhatItWants,
            "aConflictIsRefusedUnlessSaidOtherwise"));
  }

  /** A node made once in a session of its own. */
  private record Once(TopoPath path, TopoStore store, Session session) implements Registration {
    @Override
    public boolean isRegistered() {
      return !session.isOver();
    }

    @Override
    public ByteString value() {
      return store.read(path).map(Node::value).orElse(ByteString.EMPTY);
    }

    @Override
    public void update(ByteString value) {
      store.write(path, value, Expect.any());
    }

    @Override
    public void change(UnaryOperator<ByteString> change) {
      update(change.apply(value()));
    }

    @Override
    public void close() {
      session.close();
    }
  }

  private static TopoStore registersOnce(TopoStore real) {
    return new TopoLayer(real) {
      @Override
      public Registration register(TopoPath path, ByteString value, RegistrationOptions options) {
        Session session = below.openSession(options.ttl());
        session.create(path, value);
        return new Once(path, below, session);
      }
    }.store();
  }

  private static TopoStore forgetsUpdates(TopoStore real) {
    return new TopoLayer(real) {
      @Override
      public Registration register(TopoPath path, ByteString value, RegistrationOptions options) {
        return below.register(
            path,
            value,
            options.listener(
                event -> {
                  if (event instanceof Registration.Event.Restored) {
                    below.write(path, value, Expect.any());
                  }
                  options.listener().accept(event);
                }));
      }
    }.store();
  }

  private static TopoStore leavesNodes(TopoStore real) {
    return new TopoLayer(real) {
      @Override
      public Registration register(TopoPath path, ByteString value, RegistrationOptions options) {
        return new RegistrationLayer(below.register(path, value, options)) {
          @Override
          public void close() {}
        };
      }
    }.store();
  }

  private static TopoStore tellsTwice(TopoStore real) {
    return new TopoLayer(real) {
      @Override
      public Registration register(TopoPath path, ByteString value, RegistrationOptions options) {
        AtomicBoolean lost = new AtomicBoolean();
        return below.register(
            path,
            value,
            options.listener(
                event -> {
                  if (lost.get()) {
                    options.listener().accept(event);
                  }
                  lost.compareAndSet(false, event instanceof Registration.Event.Restored);
                  options.listener().accept(event);
                }));
      }
    }.store();
  }

  private static TopoStore fights(TopoStore real) {
    return new TopoLayer(real) {
      @Override
      public Registration register(TopoPath path, ByteString value, RegistrationOptions options) {
        return below.register(
            path,
            value,
            options.listener(
                event -> {
                  if (event instanceof Registration.Event.TakenOver) {
                    Version theirs = below.read(path).orElseThrow().version();
                    below.openSession(options.ttl()).takeOver(path, theirs);
                  }
                  options.listener().accept(event);
                }));
      }
    }.store();
  }

  private static TopoStore takesWhatItWants(TopoStore real) {
    return new TopoLayer(real) {
      @Override
      public Registration register(TopoPath path, ByteString value, RegistrationOptions options) {
        return below.register(
            path, value, options.onConflict(RegistrationOptions.Conflict.TAKE_OVER));
      }
    }.store();
  }
}

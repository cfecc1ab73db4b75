package com.multigres.meta.testkit.catalog;

import com.multigres.meta.catalog.Applied;
import com.multigres.meta.catalog.ApplyOptions;
import com.multigres.meta.catalog.CatalogEvent;
import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogException.Code;
import com.multigres.meta.catalog.CatalogListener;
import com.multigres.meta.catalog.CatalogSnapshot;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.ChangeId;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.catalog.ReadOptions;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.store.Subscription;
import com.multigres.meta.testkit.Fault;
import com.multigres.meta.testkit.catalog.broken.CatalogLayer;
import com.multigres.meta.testkit.catalog.internal.Recording;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/** A wire between stores and the catalogs of this process, which have none, and its accidents. */
public final class CatalogWire implements CatalogFaults {
  private final ConcurrentHashMap<CatalogStore, End> ends = new ConcurrentHashMap<>();
  private final UnaryOperator<CatalogStore> far;
  private volatile boolean down;
  private volatile boolean outdated;

  public CatalogWire() {
    this(UnaryOperator.identity());
  }

  /** With stores that stand before those at the far end. */
  public CatalogWire(UnaryOperator<CatalogStore> far) {
    this.far = far;
  }

  /** The same store at the far end of the wire. */
  public CatalogStore to(CatalogStore real) {
    End end = new End();
    CatalogStore there = new Far(real, end);
    ends.put(there, end);
    return there;
  }

  @Override
  public Set<Fault> offered() {
    return Set.of(Fault.CUT, Fault.RESTART, Fault.KILL, Fault.LOSE_MESSAGE, Fault.NEWER_SCHEMA);
  }

  @Override
  public void cut(CatalogStore store) {
    end(store).cut = true;
    end(store).lines.forEach(Line::look);
  }

  @Override
  public void reconnect(CatalogStore store) {
    end(store).cut = false;
    end(store).lines.forEach(Line::look);
  }

  @Override
  public BooleanSupplier loseNextChange(CatalogStore store) {
    return asked(end(store).changesToLose);
  }

  @Override
  public BooleanSupplier loseNextAnswer(CatalogStore store) {
    return asked(end(store).answersToLose);
  }

  private static BooleanSupplier asked(Queue<AtomicBoolean> all) {
    AtomicBoolean lost = new AtomicBoolean();
    all.add(lost);
    return lost::get;
  }

  private static boolean loses(Queue<AtomicBoolean> all) {
    AtomicBoolean next = all.poll();
    if (next != null) {
      next.set(true);
    }
    return next != null;
  }

  @Override
  public void stop() {
    down = true;
    ends.values().forEach(end -> end.lines.forEach(Line::look));
  }

  @Override
  public void kill() {
    stop();
  }

  @Override
  public void restart() {
    down = false;
    ends.values().forEach(end -> end.lines.forEach(Line::look));
  }

  @Override
  public void outdateLibrary(String catalog) {
    outdated = true;
    ends.values().forEach(end -> end.lines.forEach(line -> line.end(tooNew())));
  }

  private static CatalogException tooNew() {
    return CatalogException.refused(Code.SCHEMA_TOO_NEW, "P3: the schema is of version 9, not 1");
  }

  @Override
  public void repair() {
    down = false;
    outdated = false;
    ends.clear();
  }

  private End end(CatalogStore store) {
    return Optional.ofNullable(ends.get(far.apply(store))).orElseThrow();
  }

  /** One store's end. */
  private static final class End {
    private final Queue<AtomicBoolean> changesToLose = new ConcurrentLinkedQueue<>();
    private final Queue<AtomicBoolean> answersToLose = new ConcurrentLinkedQueue<>();
    private final List<Line> lines = new CopyOnWriteArrayList<>();
    private volatile boolean cut;
  }

  private final class Far extends CatalogLayer {
    private final End end;

    Far(CatalogStore real, End end) {
      super(real);
      this.end = end;
    }

    private void reach() {
      if (down || end.cut) {
        throw noAnswer();
      }
      if (outdated) {
        throw tooNew();
      }
    }

    private static CatalogException noAnswer() {
      return new CatalogException(
          Code.UNAVAILABLE, null, Outcome.NOT_APPLIED, "the wire was cut", null, null);
    }

    @Override
    public CatalogStore withTimeout(Duration limit) {
      return new Far(below.withTimeout(limit), end);
    }

    @Override
    public CatalogSnapshot read(ReadOptions options) {
      reach();
      return below.read(options);
    }

    @Override
    public Applied apply(List<CatalogChange> changes, ApplyOptions options) {
      reach();
      if (loses(end.changesToLose)) {
        throw noAnswer();
      }
      ApplyOptions named = options.withChangeId(options.changeId().orElseGet(ChangeId::random));
      Applied first = below.apply(changes, named);
      return loses(end.answersToLose) ? below.apply(changes, named) : first;
    }

    @Override
    public Subscription subscribe(Optional<Position> from, CatalogListener listener) {
      reach();
      Line line = new Line(() -> !down && !end.cut, below, from, listener);
      end.lines.add(line);
      line.look();
      return () -> {
        end.lines.remove(line);
        line.close();
      };
    }
  }

  /** A subscription that begins anew where it was, whenever there is a way. */
  private static final class Line {
    private final ReentrantLock lock = new ReentrantLock();
    private final BooleanSupplier way;
    private final CatalogStore real;
    private final CatalogListener listener;
    private volatile Optional<Position> heard;
    private Optional<Subscription> running = Optional.empty();
    private volatile boolean closed;

    Line(
        BooleanSupplier way, CatalogStore real, Optional<Position> from, CatalogListener listener) {
      this.way = way;
      this.real = real;
      this.heard = from;
      this.listener = listener;
    }

    void look() {
      // A listener under way may close its subscription, so it is not waited for under the lock.
      over().ifPresent(Subscription::close);
    }

    private Optional<Subscription> over() {
      lock.lock();
      try {
        Optional<Subscription> before = running;
        if (closed || !way.getAsBoolean()) {
          running = Optional.empty();
          return before;
        }
        running = before.or(() -> Optional.of(real.subscribe(heard, this::hear)));
        return Optional.empty();
      } finally {
        lock.unlock();
      }
    }

    private void hear(CatalogEvent event) {
      heard = Optional.of(Recording.position(event));
      listener.onEvent(event);
    }

    void end(CatalogException error) {
      close();
      listener.onEvent(new CatalogEvent.Ended(error));
    }

    void close() {
      closed = true;
      look();
    }
  }
}

package com.multigres.meta.k8s.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.multigres.meta.store.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What happens to some objects, as the server tells it; it waits here until it is taken. The
 * revision up to which it was taken is where the next stream begins. Thread-safe.
 */
public final class ObjectStream implements AutoCloseable, ApiStream.Sink {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int ROOM = 500;
  private static final int GONE = 410;
  // What the server should have ended by itself and did not: nobody is there any more.
  private static final Duration LATE = Duration.ofSeconds(5);

  private final Runnable news;
  private final Deadline end = Deadline.after(ApiObjects.STREAM.plus(LATE));
  private final ReentrantLock lock = new ReentrantLock();
  private List<Event> waiting = new ArrayList<>();
  private Optional<ApiException> fault = Optional.empty();
  private boolean over;
  private boolean gone;
  private long revision;
  private @Nullable ApiStream stream;

  /**
   * Something that happened.
   *
   * @param deleted whether the object is gone
   * @param object as it is, or was last
   * @param revision when
   */
  public record Event(boolean deleted, JsonNode object, long revision) {}

  private ObjectStream(long revision, Runnable news) {
    this.revision = revision;
    this.news = news;
  }

  static ObjectStream start(ApiServer server, ApiCall call, long revision, Runnable news) {
    ObjectStream started = new ObjectStream(revision, news);
    ApiStream stream = server.stream(call, started);
    started.lock.lock();
    try {
      started.stream = stream;
    } finally {
      started.lock.unlock();
    }
    return started;
  }

  /** {@return all that happened since the last call} */
  public List<Event> take() {
    ApiStream more;
    List<Event> taken;
    lock.lock();
    try {
      taken = waiting;
      waiting = new ArrayList<>();
      more = stream;
      if (!taken.isEmpty()) {
        revision = Math.max(revision, taken.get(taken.size() - 1).revision());
      }
    } finally {
      lock.unlock();
    }
    if (more != null) {
      more.more();
    }
    return taken.stream().filter(event -> !event.object().isMissingNode()).toList();
  }

  /** {@return up to where all was taken} */
  public long revision() {
    lock.lock();
    try {
      return revision;
    } finally {
      lock.unlock();
    }
  }

  /** {@return whether nothing more will come} */
  public boolean over() {
    lock.lock();
    try {
      return (over && waiting.isEmpty()) || end.expired();
    } finally {
      lock.unlock();
    }
  }

  /** {@return whether the server does not know any more what happened since that revision} */
  public boolean gone() {
    lock.lock();
    try {
      return gone || fault.filter(why -> why.is(GONE)).isPresent();
    } finally {
      lock.unlock();
    }
  }

  /** {@return why it ended, where that was not in good order} */
  public Optional<ApiException> fault() {
    lock.lock();
    try {
      return fault;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void line(String text) {
    try {
      JsonNode event = JSON.readTree(text);
      String type = event.path("type").asText();
      JsonNode object = event.path("object");
      if (type.equals("ERROR")) {
        broken(object.path("code").asInt() == GONE);
      } else {
        long at = Long.parseLong(object.path("metadata").path("resourceVersion").asText());
        boolean bookmark = type.equals("BOOKMARK");
        add(new Event(type.equals("DELETED"), bookmark ? event.path("nothing") : object, at));
      }
    } catch (JsonProcessingException | NumberFormatException cutShort) {
      broken(false);
    }
  }

  private void broken(boolean forgotten) {
    lock.lock();
    try {
      over = true;
      gone |= forgotten;
    } finally {
      lock.unlock();
    }
    news.run();
  }

  private void add(Event event) {
    lock.lock();
    try {
      if (!over) {
        waiting.add(event);
      }
    } finally {
      lock.unlock();
    }
    news.run();
  }

  @Override
  public boolean full() {
    lock.lock();
    try {
      return waiting.size() >= ROOM;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void ended(Optional<ApiException> why) {
    lock.lock();
    try {
      over = true;
      fault = why;
    } finally {
      lock.unlock();
    }
    news.run();
  }

  @Override
  public void close() {
    ApiStream running;
    lock.lock();
    try {
      over = true;
      running = stream;
    } finally {
      lock.unlock();
    }
    if (running != null) {
      running.close();
    }
  }
}

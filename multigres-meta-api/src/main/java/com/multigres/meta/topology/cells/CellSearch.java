package com.multigres.meta.topology.cells;

import com.multigres.meta.model.component.Cell;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topology.Listing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Asks many cells at the same time. */
final class CellSearch {
  private static final AtomicInteger THREADS = new AtomicInteger();

  // A process with many clusters keeps no thread for each between two searches.
  private final ExecutorService threads =
      new ThreadPoolExecutor(
          0, Integer.MAX_VALUE, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), CellSearch::thread);

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "multigres-cell-search-" + THREADS.incrementAndGet());
    thread.setDaemon(true);
    return thread;
  }

  <T> Discovery<T> run(Listing<Cell> cells, Function<Cell, Listing<T>> ask) {
    List<Callable<Listing<T>>> questions = new ArrayList<>();
    cells.records().forEach(cell -> questions.add(() -> ask.apply(cell)));
    try {
      return gather(cells, threads.invokeAll(questions));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TopoException(
          TopoException.Code.INTERRUPTED,
          null,
          Outcome.NOT_APPLIED,
          "interrupted while the cells were searched",
          e);
    } catch (RejectedExecutionException e) {
      throw new TopoException(
          TopoException.Code.CLOSED, null, Outcome.NOT_APPLIED, "the cells are closed", e);
    }
  }

  private static <T> Discovery<T> gather(Listing<Cell> cells, List<Future<Listing<T>>> answers)
      throws InterruptedException {
    List<Listing<T>> found = new ArrayList<>();
    Map<String, TopoException> unreachable = new LinkedHashMap<>();
    for (int i = 0; i < answers.size(); i++) {
      try {
        found.add(answers.get(i).get());
      } catch (ExecutionException e) {
        String cell = cells.records().get(i).name();
        unreachable.put(cell, reason(cell, e.getCause()));
      }
    }
    Listing<T> all = Listing.concat(found);
    List<TopoException> unreadable = new ArrayList<>(cells.unreadable());
    unreadable.addAll(all.unreadable());
    return new Discovery<>(all.entries(), unreachable, unreadable);
  }

  private static TopoException reason(String cell, @Nullable Throwable failure) {
    if (failure instanceof TopoException known) {
      return known;
    }
    if (failure instanceof Error error) {
      throw error;
    }
    return new TopoException(
        TopoException.Code.INTERNAL,
        null,
        Outcome.NOT_APPLIED,
        "searching cell '" + cell + "' failed: " + failure,
        failure);
  }

  void close() {
    threads.shutdownNow();
  }
}

package com.multigres.meta.topology;

import com.multigres.meta.topo.TopoException;
import java.util.ArrayList;
import java.util.List;

/**
 * All records of one kind. What cannot be read hides nothing that can.
 *
 * @param <T> the kind of record
 * @param entries the records, sorted by path
 * @param unreadable a {@code CORRUPT} error, with its path, for each record that cannot be read
 */
public record Listing<T>(List<Entry<T>> entries, List<TopoException> unreadable) {

  /** Makes a listing with copies of both lists. */
  public Listing {
    entries = List.copyOf(entries);
    unreadable = List.copyOf(unreadable);
  }

  /**
   * What the readable records say.
   *
   * @return the records, sorted by path
   */
  public List<T> records() {
    return entries.stream().map(Entry::record).toList();
  }

  /**
   * Several listings as one.
   *
   * @param <T> the kind of record that all have in common
   * @param parts the listings
   * @return all entries, part by part, and all errors
   */
  public static <T> Listing<T> concat(List<? extends Listing<? extends T>> parts) {
    List<Entry<T>> entries = new ArrayList<>();
    List<TopoException> unreadable = new ArrayList<>();
    for (Listing<? extends T> part : parts) {
      part.entries().forEach(entry -> entries.add(new Entry<>(entry.node(), entry.record())));
      unreadable.addAll(part.unreadable());
    }
    return new Listing<>(entries, unreadable);
  }
}

package com.multigres.meta.model.internal;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Values found by two names without making a key of both: an open hash table that is filled once.
 * Lookups allocate nothing. Immutable.
 *
 * @param <V> the values
 */
public final class PairTable<V> {
  private static final int GOLDEN = 0x9e3779b9;

  /** First name, second name, value, three cells an entry; a null first name ends a search. */
  private final @Nullable Object[] cells;

  private final int shift;

  /**
   * Fills a table; of entries with equal names the last stays.
   *
   * @param size at least as many entries as will come
   * @param source called once, with what takes the entries
   */
  public PairTable(int size, Consumer<Sink<V>> source) {
    int bits = Math.max(1, 33 - Integer.numberOfLeadingZeros(size)); // half full at most
    cells = new @Nullable Object[3 << bits];
    shift = 32 - bits;
    source.accept(
        (first, second, value) -> {
          int at = find(first, second);
          cells[at] = first;
          cells[at + 1] = second;
          cells[at + 2] = value;
        });
  }

  /**
   * The value of two names.
   *
   * @param first one name
   * @param second the other
   * @return the value, or null
   */
  @SuppressWarnings("unchecked") // only values are put there
  public @Nullable V get(String first, String second) {
    return (V) cells[find(first, second) + 2];
  }

  /** The cell of the first name, or the free one where the search ends. */
  private int find(String first, String second) {
    int at = 3 * (((31 * first.hashCode() + second.hashCode()) * GOLDEN) >>> shift);
    while (cells[at] != null && !(second.equals(cells[at + 1]) && first.equals(cells[at]))) {
      at = at + 3 == cells.length ? 0 : at + 3;
    }
    return at;
  }

  /**
   * Takes the entries of a new table.
   *
   * @param <V> the values
   */
  @FunctionalInterface
  public interface Sink<V> {
    /**
     * Takes one entry.
     *
     * @param first one name
     * @param second the other
     * @param value the value of both
     */
    void put(String first, String second, V value);
  }
}

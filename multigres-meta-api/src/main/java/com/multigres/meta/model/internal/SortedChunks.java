package com.multigres.meta.model.internal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A persistent sorted map: a change copies one chunk of a few hundred entries and the list of
 * chunks, everything else is shared with the map it came from. Immutable and safe to share.
 *
 * <p>Each chunk holds keys and values in turn. Equality is by content, however it is chunked.
 *
 * @param <K> the keys, in their natural order
 * @param <V> the values
 */
public final class SortedChunks<K extends Comparable<? super K>, V> {
  private static final SortedChunks<?, ?> EMPTY =
      new SortedChunks<String, String>(new Object[0][], 0);

  private final Object[][] chunks;
  private final int size;

  private SortedChunks(Object[][] chunks, int size) {
    this.chunks = chunks;
    this.size = size;
  }

  /**
   * The map without entries.
   *
   * @param <K> its keys
   * @param <V> its values
   * @return the same instance every time
   */
  @SuppressWarnings("unchecked") // holds nothing of either type
  public static <K extends Comparable<? super K>, V> SortedChunks<K, V> empty() {
    return (SortedChunks<K, V>) EMPTY;
  }

  /**
   * Builds a map at once. Entries with equal keys are all kept, in the order given, so that a check
   * can find them; {@link #get} then answers one of them.
   *
   * @param entries in any order
   * @param <K> the keys
   * @param <V> the values
   * @return the map
   */
  public static <K extends Comparable<? super K>, V> SortedChunks<K, V> of(
      Collection<Map.Entry<K, V>> entries) {
    if (entries.isEmpty()) {
      return empty();
    }
    List<Map.Entry<K, V>> sorted = new ArrayList<>(entries);
    sorted.sort(Map.Entry.comparingByKey());
    List<Object[]> chunks = new ArrayList<>();
    for (int from = 0; from < sorted.size(); from += Chunks.MAX_ENTRIES / 2) {
      int to = Math.min(sorted.size(), from + Chunks.MAX_ENTRIES / 2);
      Object[] chunk = new Object[2 * (to - from)];
      for (int i = from; i < to; i++) {
        chunk[2 * (i - from)] = sorted.get(i).getKey();
        chunk[2 * (i - from) + 1] = sorted.get(i).getValue();
      }
      chunks.add(chunk);
    }
    return new SortedChunks<>(chunks.toArray(new Object[0][]), sorted.size());
  }

  /**
   * How many entries.
   *
   * @return zero or more
   */
  public int size() {
    return size;
  }

  /**
   * The value of a key.
   *
   * @param key any key
   * @return its value, or null
   */
  public @Nullable V get(K key) {
    int at = Chunks.of(chunks, key);
    if (at < 0) {
      return null;
    }
    int slot = Chunks.slot(chunks[at], key);
    return slot < 0 ? null : Chunks.<V>cast(chunks[at][2 * slot + 1]);
  }

  /**
   * This map with one entry more, or with another value.
   *
   * @param key the key
   * @param value its value
   * @return the changed map
   */
  public SortedChunks<K, V> with(K key, V value) {
    if (size == 0) {
      return new SortedChunks<>(new Object[][] {{key, value}}, 1);
    }
    int at = Math.max(0, Chunks.of(chunks, key));
    Object[] chunk = chunks[at];
    int slot = Chunks.slot(chunk, key);
    if (slot >= 0) {
      Object[] changed = chunk.clone();
      changed[2 * slot + 1] = value;
      return new SortedChunks<>(Chunks.replaced(chunks, at, 1, changed), size);
    }
    Object[] grown = new Object[chunk.length + 2];
    int cut = 2 * (-slot - 1);
    System.arraycopy(chunk, 0, grown, 0, cut);
    grown[cut] = key;
    grown[cut + 1] = value;
    System.arraycopy(chunk, cut, grown, cut + 2, chunk.length - cut);
    return new SortedChunks<>(Chunks.replaced(chunks, at, 1, Chunks.halves(grown)), size + 1);
  }

  /**
   * This map without a key.
   *
   * @param key the key
   * @return the changed map, or this one where it lacks the key
   */
  public SortedChunks<K, V> without(K key) {
    int at = Chunks.of(chunks, key);
    int slot = at < 0 ? -1 : Chunks.slot(chunks[at], key);
    if (slot < 0) {
      return this;
    }
    Object[] chunk = chunks[at];
    Object[] shrunk = new Object[chunk.length - 2];
    System.arraycopy(chunk, 0, shrunk, 0, 2 * slot);
    System.arraycopy(chunk, 2 * slot + 2, shrunk, 2 * slot, shrunk.length - 2 * slot);
    if (shrunk.length == 0) {
      return new SortedChunks<>(Chunks.replaced(chunks, at, 1), size - 1);
    }
    boolean joins =
        at + 1 < chunks.length && shrunk.length + chunks[at + 1].length <= Chunks.MAX_ENTRIES;
    return joins
        ? new SortedChunks<>(
            Chunks.replaced(chunks, at, 2, Chunks.joined(shrunk, chunks[at + 1])), size - 1)
        : new SortedChunks<>(Chunks.replaced(chunks, at, 1, shrunk), size - 1);
  }

  /**
   * The entries that pass.
   *
   * @param keep says which
   * @return a map of these, or this one where all pass
   */
  public SortedChunks<K, V> filtered(BiPredicate<K, V> keep) {
    List<Map.Entry<K, V>> kept = new ArrayList<>();
    for (Map.Entry<K, V> entry : entries()) {
      if (keep.test(entry.getKey(), entry.getValue())) {
        kept.add(entry);
      }
    }
    return kept.size() == size ? this : of(kept);
  }

  /**
   * The values that another map does not hold as the same instance under the same key. What two
   * versions of a map share is passed over by the chunk.
   *
   * @param other the other map
   * @return the values in the order of their keys
   */
  @SuppressWarnings("ReferenceEquality") // identity tells what is shared without comparing it
  public List<V> valuesNotIn(SortedChunks<K, V> other) {
    Set<Object[]> shared = Collections.newSetFromMap(new IdentityHashMap<>());
    Collections.addAll(shared, other.chunks);
    List<V> found = new ArrayList<>();
    for (Object[] chunk : chunks) {
      if (!shared.contains(chunk)) {
        ChunkWalk<K> walk = new ChunkWalk<>(other.chunks, Chunks.cast(chunk[0]));
        for (int i = 0; i < chunk.length; i += 2) {
          if (walk.valueOf(Chunks.cast(chunk[i])) != chunk[i + 1]) {
            found.add(Chunks.cast(chunk[i + 1]));
          }
        }
      }
    }
    return found;
  }

  /**
   * All entries in the order of their keys.
   *
   * @return an unmodifiable view
   */
  public Collection<Map.Entry<K, V>> entries() {
    return new ChunkView<>(chunks, size) {
      @Override
      Map.Entry<K, V> at(Object[] chunk, int slot) {
        return Map.entry(Chunks.<K>cast(chunk[2 * slot]), Chunks.<V>cast(chunk[2 * slot + 1]));
      }
    };
  }

  /**
   * All keys in order.
   *
   * @return an unmodifiable view
   */
  public Collection<K> keys() {
    return new ChunkView<>(chunks, size) {
      @Override
      K at(Object[] chunk, int slot) {
        return Chunks.cast(chunk[2 * slot]);
      }
    };
  }

  /**
   * All values in the order of their keys.
   *
   * @return an unmodifiable view
   */
  public Collection<V> values() {
    return new ChunkView<>(chunks, size) {
      @Override
      V at(Object[] chunk, int slot) {
        return Chunks.cast(chunk[2 * slot + 1]);
      }
    };
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (this == other) {
      return true;
    }
    return other instanceof SortedChunks<?, ?> that
        && size == that.size
        && Chunks.equal(chunks, that.chunks);
  }

  @Override
  public int hashCode() {
    int hash = size;
    for (Object[] chunk : chunks) {
      for (Object part : chunk) {
        hash = 31 * hash + part.hashCode();
      }
    }
    return hash;
  }

  @Override
  public String toString() {
    return entries().toString();
  }
}

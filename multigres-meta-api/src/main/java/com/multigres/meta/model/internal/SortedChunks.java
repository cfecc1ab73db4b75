package com.multigres.meta.model.internal;

import java.util.AbstractCollection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
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
  private static final int MAX_ENTRIES = 512;
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
    for (int from = 0; from < sorted.size(); from += MAX_ENTRIES / 2) {
      int to = Math.min(sorted.size(), from + MAX_ENTRIES / 2);
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
    int at = chunkOf(key);
    if (at < 0) {
      return null;
    }
    int slot = slotOf(chunks[at], key);
    return slot < 0 ? null : SortedChunks.<V>cast(chunks[at][2 * slot + 1]);
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
    int at = Math.max(0, chunkOf(key));
    Object[] chunk = chunks[at];
    int slot = slotOf(chunk, key);
    if (slot >= 0) {
      Object[] changed = chunk.clone();
      changed[2 * slot + 1] = value;
      return new SortedChunks<>(replaced(at, 1, changed), size);
    }
    Object[] grown = new Object[chunk.length + 2];
    int cut = 2 * (-slot - 1);
    System.arraycopy(chunk, 0, grown, 0, cut);
    grown[cut] = key;
    grown[cut + 1] = value;
    System.arraycopy(chunk, cut, grown, cut + 2, chunk.length - cut);
    return new SortedChunks<>(replaced(at, 1, halves(grown)), size + 1);
  }

  /**
   * This map without a key.
   *
   * @param key the key
   * @return the changed map, or this one where it lacks the key
   */
  public SortedChunks<K, V> without(K key) {
    int at = chunkOf(key);
    int slot = at < 0 ? -1 : slotOf(chunks[at], key);
    if (slot < 0) {
      return this;
    }
    Object[] chunk = chunks[at];
    Object[] shrunk = new Object[chunk.length - 2];
    System.arraycopy(chunk, 0, shrunk, 0, 2 * slot);
    System.arraycopy(chunk, 2 * slot + 2, shrunk, 2 * slot, shrunk.length - 2 * slot);
    if (shrunk.length == 0) {
      return new SortedChunks<>(replaced(at, 1), size - 1);
    }
    boolean joins = at + 1 < chunks.length && shrunk.length + chunks[at + 1].length <= MAX_ENTRIES;
    return joins
        ? new SortedChunks<>(replaced(at, 2, joined(shrunk, chunks[at + 1])), size - 1)
        : new SortedChunks<>(replaced(at, 1, shrunk), size - 1);
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
        Walk<K, V> walk = new Walk<>(other, cast(chunk[0]));
        for (int i = 0; i < chunk.length; i += 2) {
          if (walk.valueOf(cast(chunk[i])) != chunk[i + 1]) {
            found.add(cast(chunk[i + 1]));
          }
        }
      }
    }
    return found;
  }

  /** Answers for ascending keys, each from where the one before was found. */
  private static final class Walk<K extends Comparable<? super K>, V> {
    private final Object[][] chunks;
    private int chunk;
    private int at;

    Walk(SortedChunks<K, V> map, K from) {
      chunks = map.chunks;
      chunk = Math.max(0, map.chunkOf(from));
    }

    @Nullable Object valueOf(K key) {
      while (chunk < chunks.length) {
        Object[] here = chunks[chunk];
        while (at < here.length && SortedChunks.<K>cast(here[at]).compareTo(key) < 0) {
          at += 2;
        }
        if (at < here.length) {
          return here[at].equals(key) ? here[at + 1] : null;
        }
        chunk++;
        at = 0;
      }
      return null;
    }
  }

  /**
   * All entries in the order of their keys.
   *
   * @return an unmodifiable view
   */
  public Collection<Map.Entry<K, V>> entries() {
    return new View<>() {
      @Override
      Map.Entry<K, V> at(Object[] chunk, int slot) {
        return Map.entry(
            SortedChunks.<K>cast(chunk[2 * slot]), SortedChunks.<V>cast(chunk[2 * slot + 1]));
      }
    };
  }

  /**
   * All keys in order.
   *
   * @return an unmodifiable view
   */
  public Collection<K> keys() {
    return new View<>() {
      @Override
      K at(Object[] chunk, int slot) {
        return cast(chunk[2 * slot]);
      }
    };
  }

  /**
   * All values in the order of their keys.
   *
   * @return an unmodifiable view
   */
  public Collection<V> values() {
    return new View<>() {
      @Override
      V at(Object[] chunk, int slot) {
        return cast(chunk[2 * slot + 1]);
      }
    };
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (this == other) {
      return true;
    }
    if (!(other instanceof SortedChunks<?, ?> that) || size != that.size) {
      return false;
    }
    int mine = 0;
    int theirs = 0;
    int i = 0;
    int j = 0;
    while (mine < chunks.length) {
      Object[] left = chunks[mine];
      Object[] right = that.chunks[theirs];
      if (left == right && i == 0 && j == 0) {
        mine++;
        theirs++;
        continue;
      }
      int run = Math.min(left.length - i, right.length - j);
      if (!Arrays.equals(left, i, i + run, right, j, j + run)) {
        return false;
      }
      i += run;
      j += run;
      if (i == left.length) {
        mine++;
        i = 0;
      }
      if (j == right.length) {
        theirs++;
        j = 0;
      }
    }
    return true;
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

  /** The last chunk whose first key is not behind the key, -1 when all are. */
  private int chunkOf(K key) {
    int low = 0;
    int high = chunks.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (SortedChunks.<K>cast(chunks[middle][0]).compareTo(key) <= 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return high;
  }

  /** The slot of the key, or where it would stand as {@code -slot - 1}. */
  private int slotOf(Object[] chunk, K key) {
    int low = 0;
    int high = chunk.length / 2 - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = SortedChunks.<K>cast(chunk[2 * middle]).compareTo(key);
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -low - 1;
  }

  private Object[][] replaced(int at, int count, Object[]... by) {
    Object[][] changed = new Object[chunks.length - count + by.length][];
    System.arraycopy(chunks, 0, changed, 0, at);
    System.arraycopy(by, 0, changed, at, by.length);
    int rest = chunks.length - at - count;
    System.arraycopy(chunks, at + count, changed, at + by.length, rest);
    return changed;
  }

  private static Object[][] halves(Object[] chunk) {
    if (chunk.length <= 2 * MAX_ENTRIES) {
      return new Object[][] {chunk};
    }
    int cut = chunk.length / 4 * 2;
    return new Object[][] {
      Arrays.copyOfRange(chunk, 0, cut), Arrays.copyOfRange(chunk, cut, chunk.length)
    };
  }

  private static Object[] joined(Object[] left, Object[] right) {
    Object[] both = Arrays.copyOf(left, left.length + right.length);
    System.arraycopy(right, 0, both, left.length, right.length);
    return both;
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // only K and V are put in
  private static <T> T cast(Object part) {
    return (T) part;
  }

  private abstract class View<E> extends AbstractCollection<E> {
    abstract E at(Object[] chunk, int slot);

    @Override
    public int size() {
      return size;
    }

    @Override
    public Iterator<E> iterator() {
      return new Iterator<>() {
        private int chunk;
        private int slot;

        @Override
        public boolean hasNext() {
          return chunk < chunks.length;
        }

        @Override
        public E next() {
          if (!hasNext()) {
            throw new NoSuchElementException();
          }
          E next = at(chunks[chunk], slot++);
          if (2 * slot == chunks[chunk].length) {
            chunk++;
            slot = 0;
          }
          return next;
        }
      };
    }
  }
}

package com.multigres.meta.model.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An immutable hash map whose changed copies share with it whatever did not change: a hash trie of
 * 64 branches a level. Safe to share.
 *
 * @param <K> the keys
 * @param <V> the values
 */
public final class PersistentMap<K, V> {
  private static final PersistentMap<?, ?> EMPTY = new PersistentMap<String, String>(null, 0);

  private final HashTrie.@Nullable Node<K, V> root;
  private final int size;

  private PersistentMap(HashTrie.@Nullable Node<K, V> root, int size) {
    this.root = root;
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
  public static <K, V> PersistentMap<K, V> empty() {
    return (PersistentMap<K, V>) EMPTY;
  }

  /**
   * Begins a map of many entries, which costs less than adding one after the other.
   *
   * @param expected about how many entries will come
   * @param <K> the keys
   * @param <V> the values
   * @return a builder without entries
   */
  public static <K, V> Builder<K, V> builder(int expected) {
    return new Builder<>(expected);
  }

  /**
   * Collects the entries of a map; of equal keys the last one stays. Not thread-safe.
   *
   * @param <K> the keys
   * @param <V> the values
   */
  public static final class Builder<K, V> {
    private final List<HashTrie.Leaf<K, V>> leaves;

    private Builder(int expected) {
      leaves = new ArrayList<>(expected);
    }

    /**
     * Adds an entry.
     *
     * @param key the key
     * @param value its value
     */
    public void put(K key, V value) {
      leaves.add(new HashTrie.Leaf<>(HashTrie.spread(key), key, value));
    }

    /**
     * The map of the entries so far.
     *
     * @return a map that does not change when this builder goes on
     */
    public PersistentMap<K, V> build() {
      if (leaves.isEmpty()) {
        return empty();
      }
      TrieFilling<K, V> filling = new TrieFilling<>();
      HashTrie.Node<K, V> root = filling.node(0, leaves.toArray(HashTrie.<K, V>leaves(0)));
      return new PersistentMap<>(root, leaves.size() - filling.replaced());
    }
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
   * The value of a key. Allocates nothing.
   *
   * @param key any key
   * @return its value, or null
   */
  public @Nullable V get(K key) {
    return root == null ? null : HashTrie.get(root, HashTrie.spread(key), key);
  }

  /**
   * This map with one entry more, or with another value.
   *
   * @param key the key
   * @param value its value
   * @return the changed map
   */
  public PersistentMap<K, V> with(K key, V value) {
    HashTrie.Leaf<K, V> leaf = new HashTrie.Leaf<>(HashTrie.spread(key), key, value);
    if (root == null) {
      return new PersistentMap<>(leaf, 1);
    }
    boolean replaces = root.get(leaf.hash(), 0, key) != null;
    return new PersistentMap<>(root.with(0, leaf), replaces ? size : size + 1);
  }

  /**
   * This map without a key.
   *
   * @param key the key
   * @return the changed map, or this one where it lacks the key
   */
  public PersistentMap<K, V> without(K key) {
    if (root == null) {
      return this;
    }
    HashTrie.Node<K, V> next = root.without(HashTrie.spread(key), 0, key);
    return next == root ? this : new PersistentMap<>(next, size - 1);
  }

  /**
   * Visits every entry, in no particular order.
   *
   * @param visitor gets key and value
   */
  public void forEach(BiConsumer<K, V> visitor) {
    if (root != null) {
      root.forEach(leaf -> visitor.accept(leaf.key(), leaf.value()));
    }
  }

  /**
   * All values, in no particular order.
   *
   * @return a list of its own
   */
  public List<V> values() {
    List<V> all = new ArrayList<>(size);
    forEach((key, value) -> all.add(value));
    return all;
  }

  /**
   * A key whose value is not the same object in two maps.
   *
   * @param <K> the keys
   * @param <V> the values
   * @param key the key
   * @param before its value in the one, or null
   * @param after its value in the other, or null
   */
  public record Difference<K, V>(K key, @Nullable V before, @Nullable V after) {}

  /**
   * Tells what became of another map; what both share is not even looked at.
   *
   * @param before the other map
   * @param told called for each key whose values differ, in no particular order
   */
  public void differences(PersistentMap<K, V> before, Consumer<Difference<K, V>> told) {
    HashTrie.differences(before.root, root, 0, told);
  }
}

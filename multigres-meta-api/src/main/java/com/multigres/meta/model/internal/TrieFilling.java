package com.multigres.meta.model.internal;

import com.multigres.meta.model.internal.HashTrie.Branch;
import com.multigres.meta.model.internal.HashTrie.Leaf;
import com.multigres.meta.model.internal.HashTrie.Node;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Makes the nodes of many entries at once: every array is made in its last size, where adding one
 * entry after the other copies a path for each. Used once.
 */
final class TrieFilling<K, V> {
  private static final int FEW = 2;

  private int replaced;

  /** How many entries gave way to a later one of an equal key. */
  int replaced() {
    return replaced;
  }

  /** The node of some leaves, at least one, whose hashes agree in the bits below the shift. */
  Node<K, V> node(int shift, Leaf<K, V>[] leaves) {
    return leaves.length <= FEW || shift >= Integer.SIZE
        ? oneByOne(shift, leaves)
        : branch(shift, shares(shift, leaves));
  }

  private Node<K, V> oneByOne(int shift, Leaf<K, V>[] leaves) {
    Node<K, V> node = leaves[0];
    for (int i = 1; i < leaves.length; i++) {
      replaced += node.get(leaves[i].hash(), shift, leaves[i].key()) == null ? 0 : 1;
      node = node.with(shift, leaves[i]);
    }
    return node;
  }

  /** Deals the leaves out by the next bits of their hashes; each share keeps their order. */
  private static <K, V> @Nullable Leaf<K, V>[][] shares(int shift, Leaf<K, V>[] leaves) {
    int[] free = new int[HashTrie.WIDTH];
    for (Leaf<K, V> leaf : leaves) {
      free[HashTrie.slot(leaf.hash(), shift)]++;
    }
    @Nullable Leaf<K, V>[][] shares = HashTrie.shares();
    for (Leaf<K, V> leaf : leaves) {
      int slot = HashTrie.slot(leaf.hash(), shift);
      Leaf<K, V>[] share = shares[slot];
      if (share == null) {
        share = HashTrie.leaves(free[slot]);
        shares[slot] = share;
      }
      share[share.length - free[slot]--] = leaf;
    }
    return shares;
  }

  private Node<K, V> branch(int shift, @Nullable Leaf<K, V>[][] shares) {
    Node<K, V>[] parts = HashTrie.nodes(HashTrie.WIDTH);
    long bitmap = 0;
    int count = 0;
    for (int slot = 0; slot < HashTrie.WIDTH; slot++) {
      Leaf<K, V>[] share = shares[slot];
      if (share != null) {
        bitmap |= 1L << slot;
        parts[count++] = share.length == 1 ? share[0] : node(shift + HashTrie.BITS, share);
      }
    }
    boolean alone = count == 1 && !(parts[0] instanceof Branch);
    return alone ? parts[0] : new Branch<>(bitmap, Arrays.copyOf(parts, count));
  }
}

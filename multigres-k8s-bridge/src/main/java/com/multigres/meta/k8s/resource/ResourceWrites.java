package com.multigres.meta.k8s.resource;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Makes the write that turns a resource as it was read into one with other content and annotations.
 * It names the version that was read, so it is carried out on that or not at all.
 */
public final class ResourceWrites {
  private final Content now;
  private final Content next;
  private final Ownership ownership;

  private ResourceWrites(Content now, Content next, Ownership ownership) {
    this.now = now;
    this.next = next;
    this.ownership = ownership;
  }

  /**
   * The write.
   *
   * @param target what is written
   * @param resource as it was read
   * @param now its content
   * @param next the content that it is to have
   * @param changed the annotations that are to change; our others stay as they are
   */
  public static ClusterResource.Write of(
      ClusterResource target,
      Resource resource,
      Content now,
      Content next,
      Map<String, String> changed) {
    SortedMap<String, String> marks = new TreeMap<>();
    Marks.ALL.forEach(name -> resource.mark(name).ifPresent(text -> marks.put(name, text)));
    marks.putAll(changed);
    Ownership ownership = new Ownership(resource);
    return new ResourceWrites(now, next, ownership).takesOthers()
        ? new PatchWrite(resource, now, next).of(marks)
        : new ApplyWrite(resource, now, next, ownership).of(target, marks);
  }

  /** An apply that no longer names what others own as well would leave it there. */
  private boolean takesOthers() {
    for (Map.Entry<String, Content.Db> entry : now.databases().entrySet()) {
      String name = entry.getKey();
      Content.Db kept = next.databases().get(name);
      if (kept == null) {
        if (ownership.others(name)) {
          return true;
        }
        continue;
      }
      if (takesOthers(name, entry.getValue(), kept)) {
        return true;
      }
    }
    return false;
  }

  private boolean takesOthers(String database, Content.Db before, Content.Db kept) {
    for (Map.Entry<String, Content.Group> group : before.groups().entrySet()) {
      String name = group.getKey();
      Content.Group after = kept.groups().get(name);
      if (after == null) {
        if (ownership.others(database, name)) {
          return true;
        }
        continue;
      }
      for (String shard : group.getValue().shards()) {
        if (!after.shards().contains(shard) && ownership.others(database, name, shard)) {
          return true;
        }
      }
    }
    return false;
  }
}

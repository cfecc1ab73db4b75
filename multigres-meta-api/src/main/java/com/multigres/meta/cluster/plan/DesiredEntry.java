package com.multigres.meta.cluster.plan;

/**
 * What the catalog has for one place in a copy.
 *
 * @param path where it stands
 * @param id the catalog's id, never used again
 * @param name the catalog's name, for people
 * @param content what the copy is to say, in one spelling only: equal texts mean equal content
 * @param dropping whether it was dropped and is not yet forgotten
 */
public record DesiredEntry(
    EntryPath path, long id, String name, String content, boolean dropping) {}

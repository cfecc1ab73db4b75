package com.multigres.meta.catalog;

/**
 * What became of changes that were accepted (rule C5). Immutable.
 *
 * @param position where the catalog stood after them
 * @param changed false when they altered nothing: the generation is the one before
 */
public record Applied(Position position, boolean changed) {}

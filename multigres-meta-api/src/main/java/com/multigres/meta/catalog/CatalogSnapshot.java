package com.multigres.meta.catalog;

import com.multigres.meta.model.Catalog;
import java.time.Duration;

/**
 * A whole, consistent catalog and where in history it stands (rule C6). Immutable.
 *
 * @param catalog the catalog
 * @param position its position
 * @param age for a cached or standby read, how long ago it was certainly current; zero for a read
 *     of the primary
 */
public record CatalogSnapshot(Catalog catalog, Position position, Duration age) {}

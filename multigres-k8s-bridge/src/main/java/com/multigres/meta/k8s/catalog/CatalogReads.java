package com.multigres.meta.k8s.catalog;

import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.k8s.resource.ClusterResource;
import com.multigres.meta.k8s.resource.Resource;
import com.multigres.meta.k8s.server.ApiException;
import com.multigres.meta.store.Deadline;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads what stands in the resource. One that is large and did not change is not sent again: its
 * version is asked for first. Thread-safe.
 */
final class CatalogReads {
  /** From how many characters on it pays to ask for the version first. */
  private static final int LARGE = 16 * 1024;

  /** How long a read is repeated that fails for reasons that pass. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final ClusterResource resource;
  private final AtomicReference<@Nullable Standing> last = new AtomicReference<>();

  CatalogReads(ClusterResource resource) {
    this.resource = resource;
  }

  Resource resource(Deadline deadline) {
    return patiently(deadline, () -> resource.get(deadline));
  }

  Standing now(Deadline deadline) {
    return patiently(deadline, () -> once(deadline));
  }

  private Standing once(Deadline deadline) {
    Standing known = last.get();
    if (known != null
        && known.resource().size() > LARGE
        && known.resource().version().equals(resource.version(deadline))) {
      return known;
    }
    Resource read = resource.get(deadline);
    if (known != null && read.version().equals(known.resource().version())) {
      return known;
    }
    Standing standing = StandingReader.read(read);
    last.set(standing);
    return standing;
  }

  /** What was read or written last; somebody else may have changed it since. */
  Optional<Standing> known() {
    return Optional.ofNullable(last.get());
  }

  /** Remembers what a write made of it; whether that can be read is for the next read to say. */
  void written(Resource made) {
    try {
      last.set(StandingReader.read(made));
    } catch (CatalogException changedOnItsWay) {
      last.set(null);
    }
  }

  private <T> T patiently(Deadline deadline, Supplier<T> read) {
    Deadline patience = Deadline.after(PATIENCE);
    Pace pace = new Pace(deadline);
    while (true) {
      try {
        return read.get();
      } catch (ApiException fault) {
        Duration wished = fault.retryAfter().orElse(Duration.ZERO);
        if (!fault.passing() || patience.expired() || !pace.pause(wished)) {
          throw error(fault);
        }
      }
    }
  }

  private CatalogException error(ApiException fault) {
    return CatalogErrors.harmless(resource, fault);
  }
}

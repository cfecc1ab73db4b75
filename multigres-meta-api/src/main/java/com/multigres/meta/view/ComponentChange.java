package com.multigres.meta.view;

import com.multigres.meta.model.component.Component;
import com.multigres.meta.model.component.ComponentId;
import java.util.Optional;

/**
 * What became of one component.
 *
 * @param id who it is
 * @param before what it said before; empty when it is new
 * @param after what it says now; empty when it is gone
 */
public record ComponentChange(
    ComponentId id, Optional<Component> before, Optional<Component> after) {}

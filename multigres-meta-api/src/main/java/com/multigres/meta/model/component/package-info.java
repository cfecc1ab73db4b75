/**
 * What stands in a topology: cells, databases, and the components that registered themselves.
 *
 * <p>All types are immutable values, valid by construction: what cannot be is refused with an
 * {@link java.lang.IllegalArgumentException} that names the value and the rule.
 *
 * <pre>{@code
 * ComponentId id = new ComponentId(ComponentType.POOLER, "zone1", "abc");
 * Pooler pooler =
 *     Pooler.builder(id)
 *         .hostname("host1")
 *         .port("grpc", 15270)
 *         .shardKey(new ShardKey("postgres", "default", "0-inf"))
 *         .build();
 * Pooler primary = pooler.toBuilder().type(PoolerType.PRIMARY).build();
 * }</pre>
 *
 * <p>Enumerations are <em>open</em>: components are upgraded one by one, so a record may hold a
 * number that a newer one introduced. Such a number is kept, compared and written back like any
 * other; the known ones are constants of their type. What a record does not say reads as the type's
 * neutral value ({@link com.multigres.meta.model.component.RoutingState#NONE} and the like), as it
 * does for components written in other languages.
 */
@NullMarked
package com.multigres.meta.model.component;

import org.jspecify.annotations.NullMarked;

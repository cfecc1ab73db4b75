/**
 * Between the records of {@link com.multigres.meta.model.component} and their protobuf messages:
 * one class per message, each with a {@code read} and a {@code write} onto what stood there before.
 * Not for users of the library.
 */
@NullMarked
package com.multigres.meta.topology.internal.record;

import org.jspecify.annotations.NullMarked;

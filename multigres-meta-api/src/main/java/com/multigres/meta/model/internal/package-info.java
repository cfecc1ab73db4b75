/**
 * Parts of the model without a public promise: sorted persistent arrays, hexadecimal ends of a
 * range, rules for names. Nothing here is exported.
 */
@NullMarked
package com.multigres.meta.model.internal;

import org.jspecify.annotations.NullMarked;

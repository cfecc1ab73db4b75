/** What a view is made of that its users do not see. */
@NullMarked
package com.multigres.meta.view.internal;

import org.jspecify.annotations.NullMarked;

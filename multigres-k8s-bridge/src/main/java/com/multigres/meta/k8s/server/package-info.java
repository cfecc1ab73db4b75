/**
 * The way to an API server, shared by everything in this module that keeps something there: {@link
 * com.multigres.meta.k8s.server.ApiServer} sends single requests with a deadline and watches single
 * objects, {@link com.multigres.meta.k8s.server.ApiSettings} says which server it is and as whom.
 * Not for users.
 */
@NullMarked
package com.multigres.meta.k8s.server;

import org.jspecify.annotations.NullMarked;

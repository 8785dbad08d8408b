/** What extends the API: webhooks, admission policies, custom resources, aggregated APIs. Pure. */
@NullMarked
package dev.gantry.state.admission.kinds.extension;

import org.jspecify.annotations.NullMarked;

/** What objects count for in resource quotas: the same for who admits and for who recounts. */
@NullMarked
package dev.gantry.api.quota;

import org.jspecify.annotations.NullMarked;

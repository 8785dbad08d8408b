package dev.gantry.controller.election;

import dev.gantry.client.Fence;

/**
 * One time of leading.
 *
 * @param fence what each write of it must carry
 * @param revision of the Lease write that began it; whoever acts must have seen that much
 */
public record Term(Fence fence, long revision) {}

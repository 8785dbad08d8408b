/**
 * Creates Jobs when their time has come.
 *
 * <p>Reads CronJobs and Jobs from informers; writes Jobs and the CronJob's status. Each Job is
 * named after the minute it is for, so that none is created twice. Behaviour: Kubernetes
 * documentation, "CronJob".
 */
@NullMarked
package dev.gantry.reconciler.cronjob;

import org.jspecify.annotations.NullMarked;

package dev.gantry.cli.doctor;

import java.util.List;

/**
 * What was read off the machine.
 *
 * @param jdk version of the JDK that runs this
 * @param maven path of the Maven that builds, empty for none
 * @param engineVersion empty when no engine answers
 * @param engineAdvice what to do when none answers
 * @param cgroupVersion of the engine, empty when unknown
 * @param mayUnshare whether {@code unshare -U} works, by which root runs PostgreSQL
 * @param canBecomeOther whether root can run a program as an unprivileged user instead
 * @param dataPath absolute path of the data directory
 * @param dataPathReachable whether an unprivileged user can enter it
 * @param freeBytes on the data directory's file system
 * @param busyPorts of those that are wanted
 * @param ipv6 whether the host has IPv6
 * @param proxies names of the proxy variables in the environment
 * @param missing programs that are not there: npm, kubectl, iptables
 */
public record MachineFacts(
        String jdk,
        String maven,
        String engineVersion,
        String engineAdvice,
        String cgroupVersion,
        boolean root,
        boolean mayUnshare,
        boolean canBecomeOther,
        String dataPath,
        boolean dataPathReachable,
        long freeBytes,
        List<Integer> busyPorts,
        boolean clusterRuns,
        boolean ipv6,
        List<String> proxies,
        List<String> missing) {}

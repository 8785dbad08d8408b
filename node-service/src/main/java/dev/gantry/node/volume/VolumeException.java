package dev.gantry.node.volume;

/** A volume can not be had now; the message says which and why, as kubelet's events do. */
public final class VolumeException extends RuntimeException {

    public VolumeException(String message) {
        super(message);
    }

    static VolumeException setUp(String volume, String why) {
        return new VolumeException(
                "MountVolume.SetUp failed for volume \"" + volume + "\" : " + why);
    }
}

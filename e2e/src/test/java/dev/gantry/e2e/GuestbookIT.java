package dev.gantry.e2e;

import static dev.gantry.e2e.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.e2e.cluster.Output;
import dev.gantry.e2e.cluster.SharedCluster;
import dev.gantry.e2e.cluster.TestCluster;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a newcomer does first: one command, and the application answers. */
@SharedCluster
class GuestbookIT {

    @Test
    void upDeploysTheGuestbookAndItKeepsEntries(TestCluster cluster) {
        Output up = cluster.up("-f", "examples/guestbook.yaml").succeeded();
        assertThat(up.text())
                .contains("image guestbook built", "web 3/3", "store 1/1")
                .contains("Open   http://127.0.0.1:" + cluster.ingressPort() + "/")
                .contains("Stop   ./gantry down");
        String url = "http://127.0.0.1:" + cluster.ingressPort();
        String entry = "hello " + System.nanoTime();
        eventually(() -> assertThat(Http.get(url + "/").statusCode()).isEqualTo(200));
        assertThat(Http.post(url + "/entries", entry).statusCode()).isEqualTo(200);
        assertThat(Http.get(url + "/entries").body()).contains(entry);
        assertThat(Http.get(url + "/").body())
                .contains("<title>Guestbook</title>", "answered by pod web-");
        eachWebPodAnswers(url);
        cluster.kubectl("delete", "pod", "-l", "tier=store").succeeded();
        eventually(() -> assertThat(Http.get(url + "/entries").body()).contains(entry));
        cluster.kubectl("delete", "-f", "examples/guestbook.yaml").succeeded();
        eventually(() -> assertThat(Http.get(url + "/").statusCode()).isEqualTo(404));
    }

    private static void eachWebPodAnswers(String url) {
        Set<String> answered = new HashSet<>();
        eventually(
                () -> {
                    answered.add(
                            Http.get(url + "/")
                                    .body()
                                    .replaceAll("(?s).*answered by pod ([^<]*)<.*", "$1"));
                    assertThat(answered).hasSize(3);
                });
    }

    @Test
    void aSecondUpChangesNothingAndSaysSo(TestCluster cluster) {
        assertThat(cluster.up().succeeded().text()).contains("gantry is already up");
    }
}

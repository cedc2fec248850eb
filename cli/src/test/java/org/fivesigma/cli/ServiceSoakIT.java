package org.fivesigma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Services of trees, of networks and of folds under a moderate load for ten minutes ({@code
 * -Dfivesigma.soak.minutes}): the memory of their processes, native memory included, grows by less
 * than 5 % once they are warm.
 */
@Tag("slow")
class ServiceSoakIT {
  private static final String ROW = "40,1,2,40,1,2,40,1,2,80\n";
  private static final int REQUESTS_PER_SECOND = 60;
  private static final int WARM_REQUESTS = 6_000;

  @TempDir private Path folder;

  /** A request and what it is to be answered by. */
  private record Asked(String type, String body, int status) {}

  private static List<Asked> requests(boolean folds) {
    String names = "tau_pt,tau_eta,tau_phi,lep_pt,lep_eta,lep_phi,jet1_pt,jet1_eta,jet1_phi,m_vis";
    String header = (folds ? "event," : "") + names + "\n";
    StringBuilder many = new StringBuilder(header);
    for (int i = 0; i < 300; i++) {
      many.append(folds ? i + "," : "").append(ROW.replace("80", Integer.toString(50 + i)));
    }
    String one = header + (folds ? "7," : "") + ROW;
    StringBuilder json = new StringBuilder("{");
    for (String name : header.strip().split(",", -1)) {
      json.append(json.length() == 1 ? "" : ", ").append('"').append(name).append("\": 1");
    }
    return List.of(
        new Asked("text/csv", one, 200),
        new Asked("application/json", json + "}", 200),
        new Asked("text/csv", many.toString(), 200),
        new Asked("text/csv", one.replace("80", "x"), 400),
        new Asked("image/png", one, 415));
  }

  @Test
  void memoryStaysWhereItIs() throws Exception {
    double minutes = Double.parseDouble(System.getProperty("fivesigma.soak.minutes", "10"));
    List<String> kinds = List.of("xgboost", "mlp", "folds");
    List<ServiceProcess> services = new ArrayList<>();
    try {
      for (String kind : kinds) {
        services.add(
            ServiceProcess.start(
                folder,
                ProjectFolder.root()
                    .resolve("cli/src/test/resources/bundles/format-1")
                    .resolve(kind)
                    .resolve("model")
                    .toString(),
                "--port",
                "0"));
      }
      for (int i = 0; i < WARM_REQUESTS; i++) { // what is compiled for speed is compiled now
        for (int s = 0; s < services.size(); s++) {
          ask(services.get(s), requests(kinds.get(s).equals("folds")), i);
        }
      }
      long begun = System.nanoTime();
      long end = begun + (long) (minutes * 60e9);
      long warm = begun + (end - begun) / 5;
      long[] settled = new long[kinds.size()];
      long[] last = new long[kinds.size()];
      long sent = 0;
      while (System.nanoTime() < end) {
        for (int s = 0; s < services.size(); s++) {
          ask(services.get(s), requests(kinds.get(s).equals("folds")), sent);
        }
        sent++;
        long due = begun + sent * services.size() * 1_000_000_000L / REQUESTS_PER_SECOND;
        Thread.sleep(Math.max(0, (due - System.nanoTime()) / 1_000_000));
        for (int s = 0; s < services.size() && sent % 50 == 0; s++) {
          last[s] = services.get(s).resident();
          if (System.nanoTime() < warm) {
            settled[s] = Math.max(settled[s], last[s]);
          }
        }
        if (sent % 600 == 0) {
          System.out.printf(Locale.ROOT, "%d requests, resident %s%n", sent, list(last));
        }
      }
      System.out.printf(Locale.ROOT, "warm %s, at the end %s%n", list(settled), list(last));
      for (int s = 0; s < services.size(); s++) {
        assertThat(last[s]).as(kinds.get(s)).isLessThan(settled[s] + settled[s] / 20);
        assertThat(services.get(s).said()).doesNotContain("Exception", "\tat ");
      }
    } finally {
      services.forEach(ServiceProcess::close);
    }
  }

  private static void ask(ServiceProcess service, List<Asked> requests, long number)
      throws Exception {
    Asked asked = requests.get((int) (number % requests.size()));
    HttpResponse<String> answer = service.predict(asked.type, "*/*", asked.body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(asked.status);
  }

  private static String list(long[] bytes) {
    StringBuilder text = new StringBuilder();
    for (long b : bytes) {
      text.append(text.length() == 0 ? "" : ", ").append(b >> 20).append(" MiB");
    }
    return text.toString();
  }
}

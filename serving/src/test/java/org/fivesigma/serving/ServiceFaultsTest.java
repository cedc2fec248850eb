package org.fivesigma.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.fivesigma.core.bundle.Bundle;
import org.fivesigma.spi.Seeds;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A service among hostile, slow and dying clients. */
class ServiceFaultsTest {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private static Bundle bundle;
  private static ModelService service;

  @BeforeAll
  static void start() {
    bundle = SmallModel.bundle();
    service =
        ModelService.start(
            bundle,
            new ServeOptions(
                "127.0.0.1", 0, 2, 64L << 20, 256, 4096, Duration.ofSeconds(2), Optional.empty()));
  }

  @AfterAll
  static void stop() {
    service.close();
    bundle.close();
  }

  private static Socket connect() throws IOException {
    Socket socket = new Socket();
    socket.setSoTimeout(20_000);
    socket.connect(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), service.address().getPort()),
        10_000);
    return socket;
  }

  private static void answersStill() throws Exception {
    HttpResponse<String> answer =
        CLIENT.send(
            HttpRequest.newBuilder(URI.create(service.address() + "/v1/predict"))
                .timeout(Duration.ofSeconds(20))
                .POST(BodyPublishers.ofString("5,1\n"))
                .build(),
            BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains(",signal,true");
  }

  /** The answer to raw bytes; empty where the connection was closed without one. */
  private static String raw(byte[] request) throws IOException {
    try (Socket socket = connect()) {
      socket.setSoTimeout(5_000);
      OutputStream out = socket.getOutputStream();
      try {
        out.write(request);
        out.flush();
        socket.shutdownOutput();
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      } catch (java.net.SocketException e) {
        return "";
      }
    }
  }

  /** Bodies damaged at random: 10,000 requests, most over kept connections, some as raw bytes. */
  @Test
  void damagedRequestsAreAnsweredByRefusals() throws Exception {
    RandomGenerator random = new Seeds(1).stream("fuzz", 0);
    String[] bodies = {
      "x,y\n1,2\n3,4\n",
      "1,2\n3,4\n",
      "{\"x\": 1, \"y\": 2}",
      "[{\"x\": 1, \"y\": 2}, {\"y\": 1e3, \"x\": null}]",
      "{\"columns\": [\"x\", \"y\"], \"rows\": [[1, 2]]}",
      "{\"events\": [[1, 2], [3, 4]]}"
    };
    String[] types = {"text/csv", "application/json", "text/plain", "x", "text/csv; header=absent"};
    String[] accepts = {"*/*", "application/json", "text/plain", "text/csv;q=x", "image/png"};
    byte[] parts =
        "\"{}[],:\n\r\t \\0eE+-.NnullaN\u0000\u00ff".getBytes(StandardCharsets.ISO_8859_1);
    int[] seen = new int[600];
    for (int i = 0; i < 9_000; i++) {
      byte[] body = bodies[random.nextInt(bodies.length)].getBytes(StandardCharsets.UTF_8);
      for (int c = random.nextInt(4); c > 0; c--) {
        body[random.nextInt(body.length)] =
            random.nextBoolean() ? parts[random.nextInt(parts.length)] : (byte) random.nextInt(256);
      }
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(service.address() + "/v1/predict"))
              .timeout(Duration.ofSeconds(20))
              .header("Content-Type", types[random.nextInt(types.length)])
              .header("Accept", accepts[random.nextInt(accepts.length)])
              .POST(
                  BodyPublishers.ofByteArray(
                      body,
                      0,
                      random.nextBoolean() ? body.length : 1 + random.nextInt(body.length)))
              .build();
      HttpResponse<String> answer = CLIENT.send(request, BodyHandlers.ofString());
      seen[answer.statusCode()]++;
      assertThat(answer.statusCode())
          .as("%s -> %s", new String(body, StandardCharsets.ISO_8859_1), answer.body())
          .isIn(200, 400, 406, 415);
      assertThat(answer.body()).doesNotContain("\tat ", "java.", "Exception");
    }
    assertThat(seen[200]).isGreaterThan(200);
    assertThat(seen[400]).isGreaterThan(1000);
    byte[] whole = post("Connection: close", "1,2\n");
    for (int i = 0; i < 1_000; i++) {
      byte[] request = whole.clone();
      for (int c = 1 + random.nextInt(3); c > 0; c--) {
        request[random.nextInt(request.length)] = (byte) random.nextInt(256);
      }
      String answer = raw(request);
      assertThat(answer).doesNotContain("\tat ", "java.", "Exception");
      if (!answer.isEmpty()) {
        assertThat(answer).startsWith("HTTP/1.");
        assertThat(answer.substring(9, 10)).as(answer).isIn("1", "2", "4");
      }
    }
    answersStill();
  }

  @Test
  void slowClientsHoldNobodyUpAndAreTold() throws Exception {
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 300; i++) {
        Socket socket = connect();
        slow.add(socket);
        socket
            .getOutputStream()
            .write(
                ("POST /v1/predict HTTP/1.1\r\nHost: x\r\nContent-Type: text/csv\r\n"
                        + "Content-Length: 1000\r\n\r\n1,")
                    .getBytes(StandardCharsets.US_ASCII));
      }
      answersStill();
      byte[] head = new byte[12];
      assertThat(slow.get(0).getInputStream().readNBytes(head, 0, 12)).isEqualTo(12);
      assertThat(new String(head, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 408");
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
    answersStill();
  }

  @Test
  void aGigabyteIsRefusedWithoutBeingKept() throws Exception {
    String head = "POST /v1/predict HTTP/1.1\r\nHost: x\r\nContent-Type: text/csv\r\n";
    try (Socket socket = connect()) {
      socket
          .getOutputStream()
          .write((head + "Content-Length: 1073741824\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
      assertThat(status(socket.getInputStream())).isEqualTo("HTTP/1.1 413");
    }
    try (Socket socket = connect()) {
      OutputStream out = socket.getOutputStream();
      out.write((head + "Transfer-Encoding: chunked\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
      byte[] chunk =
          ("100000\r\n" + "1,1\n".repeat(1 << 18) + "\r\n").getBytes(StandardCharsets.US_ASCII);
      int sent = 0;
      try {
        for (; sent < 1024; sent++) {
          out.write(chunk);
        }
      } catch (IOException e) {
        assertThat(sent).isGreaterThanOrEqualTo(64); // cut off behind the limit
      }
      assertThat(sent).isLessThan(1024);
    }
    answersStill();
  }

  private static String status(InputStream in) throws IOException {
    return new String(in.readNBytes(12), StandardCharsets.US_ASCII);
  }

  @Test
  void twoThousandConnectionsAreHeldAndServed() throws Exception {
    List<Socket> sockets = new ArrayList<>();
    byte[] request = post("Accept: text/plain", "5,1\n");
    try {
      for (int i = 0; i < 2000; i++) {
        sockets.add(connect());
      }
      for (Socket socket : sockets) {
        socket.getOutputStream().write(request);
      }
      int good = 0;
      for (Socket socket : sockets) {
        String status = status(socket.getInputStream());
        assertThat(status).isIn("HTTP/1.1 200", "HTTP/1.1 503");
        good += status.endsWith("200") ? 1 : 0;
      }
      assertThat(good).isGreaterThan(1000);
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
    answersStill();
  }

  @Test
  void clientsThatGoAwayInTheMiddleLeaveNothingBehind() throws Exception {
    for (int i = 0; i < 200; i++) {
      try (Socket socket = connect()) {
        socket.setSoLinger(true, 0);
        socket
            .getOutputStream()
            .write(
                ("POST /v1/predict HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n"
                        + "1,1\n".repeat(100))
                    .getBytes(StandardCharsets.US_ASCII));
      }
    }
    answersStill();
    for (int wait = 0; wait < 50; wait++) {
      String metrics =
          CLIENT
              .send(
                  HttpRequest.newBuilder(URI.create(service.address() + "/metrics")).build(),
                  BodyHandlers.ofString())
              .body();
      if (metrics.contains("fivesigma_in_flight 1\n")) {
        return;
      }
      Thread.sleep(100);
    }
    throw new AssertionError("requests of clients that went away are still counted");
  }

  /** A request as it goes over the wire. */
  private static byte[] post(String header, String body) {
    List<String> head =
        List.of(
            "POST /v1/predict HTTP/1.1",
            "Host: x",
            "Content-Type: text/csv",
            "Content-Length: " + body.length(),
            header);
    return (String.join("\r\n", head) + "\r\n\r\n" + body).getBytes(StandardCharsets.US_ASCII);
  }
}

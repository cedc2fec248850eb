package org.fivesigma.data.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.fivesigma.data.cache.FileDigests;
import org.fivesigma.spi.UserError;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloaderTest {
  private static final String NAME = "events.csv.gz";

  @TempDir Path folder;
  private HttpServer server;
  private byte[] content;
  private String digest;
  private final List<String> ranges = new ArrayList<>();
  private final List<String> said = new ArrayList<>();

  /** How the server answers a request for the bytes from {@code from}. */
  private interface Answer {
    void send(HttpExchange exchange, int from) throws IOException;
  }

  @BeforeEach
  void start() throws IOException {
    byte[] noise = new byte[300_000];
    new SplittableRandom(3).nextBytes(noise);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gz = new GZIPOutputStream(out)) {
      gz.write(noise);
    }
    content = out.toByteArray();
    Path file = Files.write(folder.resolve("original"), content);
    digest = FileDigests.of(file);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private PublicDataSet serve(OptionalLong bytes, Optional<String> sha256, Answer answer) {
    server.createContext(
        "/",
        exchange -> {
          String range = exchange.getRequestHeaders().getFirst("Range");
          ranges.add(range == null ? "" : range);
          int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
          try (exchange) {
            answer.send(exchange, from);
          }
        });
    return new PublicDataSet(
        "events",
        "test",
        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/" + NAME),
        NAME,
        bytes,
        sha256,
        "none");
  }

  private OptionalLong size() {
    return OptionalLong.of(content.length);
  }

  private Path fetch(PublicDataSet data) throws IOException {
    return new Downloader(Duration.ofMillis(1), p -> {}, said::add)
        .fetch(data, folder.resolve("data"));
  }

  /** Sends the rest of the file as the protocol wants, but only so many bytes of it. */
  private void send(HttpExchange exchange, int from, int atMost) throws IOException {
    if (from >= content.length) {
      exchange.getResponseHeaders().add("Content-Range", "bytes */" + content.length);
      exchange.sendResponseHeaders(416, -1);
      return;
    }
    int rest = content.length - from;
    if (from > 0) {
      exchange
          .getResponseHeaders()
          .add(
              "Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
    }
    exchange.sendResponseHeaders(from > 0 ? 206 : 200, rest);
    OutputStream body = exchange.getResponseBody();
    body.write(content, from, Math.min(rest, atMost));
    body.flush();
  }

  @Test
  void aServerThatBreaksOffIsAskedForTheRest() throws IOException {
    Path file =
        fetch(serve(size(), Optional.of(digest), (exchange, from) -> send(exchange, from, 90_000)));
    assertThat(Files.readAllBytes(file)).isEqualTo(content);
    assertThat(ranges).hasSizeGreaterThan(2).startsWith("");
    assertThat(ranges.subList(1, ranges.size())).allMatch(r -> r.matches("bytes=\\d+-"));
    assertThat(folder.resolve("data").resolve(NAME + ".part")).doesNotExist();
  }

  @Test
  void aLaterCallGoesOnWhereAnEarlierOneEnded() throws IOException {
    PublicDataSet data =
        serve(size(), Optional.of(digest), (exchange, from) -> send(exchange, from, 1 << 30));
    Files.createDirectories(folder.resolve("data"));
    Files.write(folder.resolve("data").resolve(NAME + ".part"), Arrays.copyOf(content, 100_000));
    assertThat(Files.readAllBytes(fetch(data))).isEqualTo(content);
    assertThat(ranges).containsExactly("bytes=100000-");
    fetch(data);
    assertThat(ranges).hasSize(1);
  }

  @Test
  void aServerWithoutRangesIsReadFromTheStart() throws IOException {
    PublicDataSet data =
        serve(
            size(),
            Optional.of(digest),
            (exchange, from) -> {
              exchange.sendResponseHeaders(200, content.length);
              exchange.getResponseBody().write(content);
            });
    Files.createDirectories(folder.resolve("data"));
    Files.write(folder.resolve("data").resolve(NAME + ".part"), new byte[1000]);
    assertThat(Files.readAllBytes(fetch(data))).isEqualTo(content);
  }

  @Test
  void aServerThatLiesAboutTheLengthIsNoticed() {
    PublicDataSet data =
        serve(
            size(),
            Optional.of(digest),
            (exchange, from) -> {
              exchange.sendResponseHeaders(200, 1000);
              exchange.getResponseBody().write(content, 0, 1000);
            });
    assertThatThrownBy(() -> fetch(data))
        .isInstanceOf(FetchException.class)
        .hasMessageContaining("1000 bytes")
        .hasMessageContaining(content.length + " were expected");
    assertThat(folder.resolve("data").resolve(NAME)).doesNotExist();
  }

  @Test
  void wrongBytesAreDeletedAndSaid() {
    byte[] wrong = content.clone();
    wrong[5000] ^= 1;
    PublicDataSet data =
        serve(
            size(),
            Optional.of(digest),
            (exchange, from) -> {
              exchange.sendResponseHeaders(200, wrong.length);
              exchange.getResponseBody().write(wrong);
            });
    assertThatThrownBy(() -> fetch(data))
        .isInstanceOf(FetchException.class)
        .hasMessageContaining("SHA-256")
        .hasMessageContaining(digest);
    assertThat(folder.resolve("data").resolve(NAME)).doesNotExist();
    assertThat(folder.resolve("data").resolve(NAME + ".part")).doesNotExist();
  }

  @Test
  void withoutAPublishedChecksumTheGzFileItselfIsChecked() throws IOException {
    PublicDataSet data =
        serve(
            OptionalLong.empty(),
            Optional.empty(),
            (exchange, from) -> {
              exchange.sendResponseHeaders(200, 0); // chunked: no length is said
              exchange
                  .getResponseBody()
                  .write(content, 0, ranges.size() > 1 ? content.length : 9000);
            });
    assertThatThrownBy(() -> fetch(data)).hasMessageContaining("damaged");
    Path file = fetch(data);
    assertThat(file.resolveSibling(NAME + ".sha256")).hasContent(digest);
    assertThat(said).anyMatch(line -> line.contains(digest));
    Files.write(file, new byte[10]);
    assertThatThrownBy(() -> fetch(data)).hasMessageContaining("deleted");
  }

  @Test
  void aDiskThatIsTooSmallIsFoundOutBeforeAnythingIsWritten() {
    long huge = 1L << 60;
    PublicDataSet data =
        serve(
            OptionalLong.of(huge),
            Optional.of(digest),
            (exchange, from) -> {
              exchange.sendResponseHeaders(200, huge);
              exchange.getResponseBody().write(content);
            });
    assertThatThrownBy(() -> fetch(data))
        .isInstanceOf(FetchException.class)
        .hasMessageContaining("MB free");
    assertThat(folder.resolve("data").resolve(NAME + ".part")).doesNotExist();
  }

  @Test
  void aServerThatKeepsFailingIsGivenUpAndOneThatSaysNoAtOnce() {
    PublicDataSet failing =
        serve(
            size(),
            Optional.of(digest),
            (exchange, from) -> exchange.sendResponseHeaders(from == 0 ? 503 : 404, -1));
    assertThatThrownBy(() -> fetch(failing)).hasMessageContaining("5 attempts");
    assertThat(ranges).hasSize(5);
    ranges.clear();
    server.removeContext("/");
    PublicDataSet gone =
        serve(
            size(), Optional.of(digest), (exchange, from) -> exchange.sendResponseHeaders(404, -1));
    assertThatThrownBy(() -> fetch(gone)).hasMessageContaining("404");
    assertThat(ranges).hasSize(1);
  }

  @Test
  void dataSetsAreFoundByNameAndNearNamesAreSuggested() {
    assertThat(PublicDataSet.all()).extracting(PublicDataSet::name).doesNotHaveDuplicates();
    assertThat(PublicDataSet.named("uci-higgs").file()).isEqualTo("HIGGS.csv.gz");
    assertThatThrownBy(() -> PublicDataSet.named("uci-higs"))
        .isInstanceOfSatisfying(
            UserError.class, e -> assertThat(e.hint()).contains("did you mean 'uci-higgs'?"));
  }
}

package org.fivesigma.data.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fivesigma.data.cache.FileDigests;
import org.fivesigma.data.files.GzipCheck;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.data.DataStore.Progress;

/**
 * Downloads a data set to a folder. What was received is kept in a file that ends in {@code .part},
 * from which an interrupted download goes on; the file gets its name only when it is complete and
 * its content is verified.
 */
public final class Downloader {
  private static final int ATTEMPTS = 5;
  private static final long MARGIN = 64L << 20;
  private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d+)-\\d+/(\\d+|\\*)");

  private final HttpClient client;
  private final Duration pause;
  private final Consumer<Progress> progress;
  private final Consumer<String> log;

  /** A downloader for users: waits a little before it tries again. */
  public Downloader(Consumer<Progress> progress, Consumer<String> log) {
    this(Duration.ofSeconds(3), progress, log);
  }

  /**
   * A downloader.
   *
   * @param pause before another attempt
   * @param progress is told about every few megabytes
   * @param log one line for the user
   */
  public Downloader(Duration pause, Consumer<Progress> progress, Consumer<String> log) {
    this.client =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(Duration.ofSeconds(30))
            .build();
    this.pause = pause;
    this.progress = progress;
    this.log = log;
  }

  /**
   * Brings the data set to a folder, which is made if it is not there.
   *
   * @return the complete, verified file
   * @throws FetchException when the server fails again and again, sends something else, or the disk
   *     is too small (found out before anything is written)
   */
  public Path fetch(PublicDataSet data, Path folder) throws IOException {
    Files.createDirectories(folder);
    Path file = folder.resolve(data.file());
    if (Files.exists(file)) {
      verify(data, file, file);
      log.accept("'" + file + "' is there and verified");
      return file;
    }
    Path part = folder.resolve(data.file() + ".part");
    int failures = 0;
    while (true) {
      long before = size(part);
      try {
        receive(data, part);
        break;
      } catch (FetchException e) {
        throw e;
      } catch (IOException e) {
        failures = size(part) > before ? 1 : failures + 1;
        if (failures >= ATTEMPTS) {
          throw new FetchException(
              "'"
                  + data.source()
                  + "' cannot be downloaded: "
                  + e.getMessage()
                  + " ("
                  + ATTEMPTS
                  + " attempts; "
                  + size(part)
                  + " bytes are kept and the next call goes on)",
              e);
        }
        log.accept("interrupted after " + size(part) + " bytes (" + e.getMessage() + "); going on");
        sleep();
      }
    }
    verify(data, part, file);
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    log.accept("'" + file + "' is complete and verified");
    return file;
  }

  private void sleep() throws IOException {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FetchException("interrupted; the next call goes on", e);
    }
  }

  private static long size(Path file) throws IOException {
    return Files.exists(file) ? Files.size(file) : 0;
  }

  /** One request: appends to the part what is not there yet. */
  private void receive(PublicDataSet data, Path part) throws IOException {
    long have = size(part);
    if (data.bytes().isPresent() && have > data.bytes().getAsLong()) {
      Files.delete(part);
      have = 0;
    }
    if (data.bytes().isPresent() && have == data.bytes().getAsLong()) {
      return;
    }
    HttpResponse<InputStream> response = request(data.source(), have);
    try (InputStream body = response.body()) {
      if (response.statusCode() == 416 && unsatisfied(response).equals(OptionalLong.of(have))) {
        return;
      }
      requireContent(data, response, part);
      OptionalLong total =
          response.statusCode() == 206 ? total(response, have) : contentLength(response);
      have = response.statusCode() == 206 ? have : 0;
      if (data.bytes().isPresent()
          && total.isPresent()
          && total.getAsLong() != data.bytes().getAsLong()) {
        throw new FetchException(
            "'"
                + data.source()
                + "' offers "
                + total.getAsLong()
                + " bytes, "
                + data.bytes().getAsLong()
                + " were expected: it is another file");
      }
      OptionalLong expected = data.bytes().isPresent() ? data.bytes() : total;
      checkSpace(part, expected, have);
      copy(body, part, have, expected);
    }
    long received = size(part);
    OptionalLong expected = data.bytes();
    if (expected.isPresent() && received < expected.getAsLong()) {
      throw new IOException("the server ended after " + received + " of " + expected.getAsLong());
    }
  }

  /** Sees to it that the server sends the file or a range of it. */
  private static void requireContent(PublicDataSet data, HttpResponse<?> response, Path part)
      throws IOException {
    int status = response.statusCode();
    if (status == 416) {
      Files.deleteIfExists(part);
      throw new IOException("what was kept is not part of the file any more");
    }
    if (status >= 500 || status == 429) {
      throw new IOException("the server answers " + status);
    }
    if (status != 200 && status != 206) {
      throw new FetchException(
          "'"
              + data.source()
              + "' answers "
              + status
              + "; it may have moved: see "
              + data.source().resolve("/"));
    }
  }

  private HttpResponse<InputStream> request(URI source, long have) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(source)
            .timeout(Duration.ofMinutes(2))
            .header("Accept-Encoding", "identity")
            .header("User-Agent", "fivesigma");
    if (have > 0) {
      request.header("Range", "bytes=" + have + "-");
    }
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FetchException("interrupted; the next call goes on", e);
    }
  }

  private static OptionalLong contentLength(HttpResponse<?> response) {
    return response.headers().firstValueAsLong("Content-Length");
  }

  private static OptionalLong total(HttpResponse<?> response, long have) throws IOException {
    Optional<String> range = response.headers().firstValue("Content-Range");
    Matcher matcher = CONTENT_RANGE.matcher(range.orElse(""));
    if (!matcher.matches() || Long.parseLong(matcher.group(1)) != have) {
      throw new FetchException(
          "the server sends another range than was asked for ("
              + range.orElse("none")
              + "); delete the .part file and try again");
    }
    return matcher.group(2).equals("*")
        ? OptionalLong.empty()
        : OptionalLong.of(Long.parseLong(matcher.group(2)));
  }

  private static OptionalLong unsatisfied(HttpResponse<?> response) {
    String range = response.headers().firstValue("Content-Range").orElse("");
    return range.matches("bytes \\*/\\d+")
        ? OptionalLong.of(Long.parseLong(range.substring("bytes */".length())))
        : OptionalLong.empty();
  }

  private static void checkSpace(Path part, OptionalLong total, long have) throws IOException {
    if (total.isEmpty()) {
      return;
    }
    long needed = total.getAsLong() - have + MARGIN;
    long free = Files.getFileStore(part.toAbsolutePath().getParent()).getUsableSpace();
    if (needed > free) {
      throw new FetchException(
          "the disk of '"
              + part.toAbsolutePath().getParent()
              + "' has "
              + (free >> 20)
              + " MB free, "
              + (needed >> 20)
              + " MB are needed");
    }
  }

  private void copy(InputStream body, Path part, long have, OptionalLong total) throws IOException {
    byte[] buffer = new byte[1 << 16];
    long received = have;
    long told = have;
    try (OutputStream out =
        have > 0
            ? Files.newOutputStream(part, StandardOpenOption.APPEND)
            : Files.newOutputStream(part)) {
      for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
        out.write(buffer, 0, n);
        received += n;
        if (total.isPresent() && received > total.getAsLong()) {
          break; // more than was announced: the checksum decides
        }
        if (received - told >= 4 << 20) {
          told = received;
          progress.accept(new Progress(received, total));
        }
      }
    }
    progress.accept(new Progress(received, total));
  }

  /** Checks size and content; what is wrong is deleted, so that the next call begins anew. */
  private void verify(PublicDataSet data, Path content, Path file) throws IOException {
    if (data.bytes().isPresent() && Files.size(content) != data.bytes().getAsLong()) {
      long found = Files.size(content);
      Files.delete(content);
      throw new FetchException(
          "'"
              + file
              + "' has "
              + found
              + " bytes, "
              + data.bytes().getAsLong()
              + " were expected; it was deleted");
    }
    String digest = FileDigests.of(content);
    Path beside = file.resolveSibling(data.file() + ".sha256");
    Optional<String> expected = data.sha256();
    if (expected.isEmpty() && content.equals(file) && Files.exists(beside)) {
      expected = Optional.of(Files.readString(beside).strip());
    }
    if (expected.isPresent() && !expected.get().equals(digest)) {
      Files.delete(content);
      throw new FetchException(
          "'"
              + file
              + "' has the SHA-256 "
              + digest
              + ", expected "
              + expected.get()
              + "; it was deleted: fetch it again");
    }
    if (expected.isEmpty()) {
      checkInside(data, content);
      Files.writeString(beside, digest + "\n");
      log.accept("no checksum of '" + data.name() + "' is published; its SHA-256 is " + digest);
    }
  }

  private static void checkInside(PublicDataSet data, Path content) throws IOException {
    if (!data.file().endsWith(".gz")) {
      return;
    }
    try {
      GzipCheck.check(content);
    } catch (UserError e) {
      Files.delete(content);
      throw new FetchException("what was received is damaged (" + e.getMessage() + ")", e);
    }
  }
}

package org.fivesigma.tracking.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.fivesigma.tracking.client.DeliveryException.Refused;
import org.fivesigma.tracking.client.DeliveryException.Unreachable;

/**
 * Requests to a tracking server. Each has a time limit; one that got no answer, or an answer of the
 * 5xx family, is tried again after a pause, twice as long each time. What must not be done twice is
 * sent with {@link #postOnce}. Thread-safe.
 */
public final class MlflowHttp {
  static final ObjectMapper JSON = new ObjectMapper();

  private static final int LONGEST_MESSAGE = 300;

  private final Supplier<ServerAddress> where;
  private final Limits limits;
  private final HttpClient client;

  /**
   * How patient requests are.
   *
   * @param connect limit for a connection
   * @param request limit for an answer; a file has a second more for each megabyte
   * @param attempts how often a request is tried
   * @param pause before the second attempt
   */
  public record Limits(Duration connect, Duration request, int attempts, Duration pause) {
    /** Limits for a server somewhere on the net. */
    public static final Limits DEFAULT =
        new Limits(Duration.ofSeconds(5), Duration.ofSeconds(30), 3, Duration.ofMillis(500));
  }

  /**
   * Opens nothing yet.
   *
   * @param where asked before every request: a server on this machine may come back on another port
   */
  public MlflowHttp(Supplier<ServerAddress> where, Limits limits) {
    this.where = where;
    this.limits = limits;
    // Redirects are not followed: they could carry credentials to another host.
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(limits.connect())
            .build();
  }

  /** The server that is asked. */
  public ServerAddress server() {
    return where.get();
  }

  /** Reads; {@code path} starts with a slash. */
  JsonNode get(String path, Map<String, String> query) throws DeliveryException {
    StringBuilder text = new StringBuilder(path);
    char join = '?';
    for (Map.Entry<String, String> e : query.entrySet()) {
      text.append(join).append(e.getKey()).append('=').append(encode(e.getValue()));
      join = '&';
    }
    return json(send(builder(text.toString(), limits.request()).GET().build(), limits.attempts()));
  }

  /** Posts what may be sent again. */
  JsonNode post(String path, ObjectNode body) throws DeliveryException {
    return json(send(withBody("POST", path, body), limits.attempts()));
  }

  /** Posts what makes something new each time; no answer means that nobody knows. */
  JsonNode postOnce(String path, ObjectNode body) throws DeliveryException {
    return json(send(withBody("POST", path, body), 1));
  }

  /** Changes; may be sent again. */
  JsonNode patch(String path, ObjectNode body) throws DeliveryException {
    return json(send(withBody("PATCH", path, body), limits.attempts()));
  }

  /** Stores a file; may be sent again. */
  void put(String path, Path file) throws DeliveryException {
    try {
      Duration limit = limits.request().plusSeconds(Files.size(file) / 1_000_000);
      HttpRequest request =
          builder(path, limit)
              .header("Content-Type", "application/octet-stream")
              .PUT(HttpRequest.BodyPublishers.ofFile(file))
              .build();
      send(request, limits.attempts());
    } catch (FileNotFoundException e) {
      throw new Unreachable("cannot read " + file, e);
    } catch (IOException e) {
      throw new Unreachable("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /** Stores a text as a file; may be sent again. */
  void put(String path, String text) throws DeliveryException {
    HttpRequest request =
        builder(path, limits.request())
            .header("Content-Type", "application/octet-stream")
            .PUT(HttpRequest.BodyPublishers.ofString(text))
            .build();
    send(request, limits.attempts());
  }

  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private HttpRequest withBody(String method, String path, ObjectNode body) throws Unreachable {
    try {
      return builder(path, limits.request())
          .header("Content-Type", "application/json")
          .method(method, HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
          .build();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private HttpRequest.Builder builder(String path, Duration limit) throws Unreachable {
    ServerAddress server;
    try {
      server = server();
    } catch (UncheckedIOException e) {
      throw new Unreachable(e.getMessage(), e, true);
    }
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(URI.create(server.uri() + path)).timeout(limit);
    server.authorization().ifPresent(value -> builder.header("Authorization", value));
    return builder;
  }

  private String send(HttpRequest request, int attempts) throws DeliveryException {
    Duration pause = limits.pause();
    for (int attempt = 1; ; attempt++) {
      Unreachable trouble;
      try {
        HttpResponse<String> answer =
            client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        int status = answer.statusCode();
        if (status >= 200 && status < 300) {
          return answer.body();
        }
        if (status < 500 && status != 429 && status != 408) {
          throw refused(status, answer.body());
        }
        trouble =
            new Unreachable(
                "the tracking server at " + server() + " answers with an error (" + status + ")",
                null);
      } catch (IOException e) {
        trouble = new Unreachable(reason(e), e, nobody(e));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new Unreachable("interrupted", e);
      }
      if (attempt >= attempts) {
        throw trouble;
      }
      pause(pause);
      pause = pause.multipliedBy(2);
    }
  }

  private static void pause(Duration pause) throws Unreachable {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unreachable("interrupted", e);
    }
  }

  private static boolean nobody(IOException e) {
    return e instanceof ConnectException || e instanceof HttpConnectTimeoutException;
  }

  private String reason(IOException e) {
    if (nobody(e)) {
      return "no tracking server answers at " + server();
    }
    if (e instanceof HttpTimeoutException || e instanceof InterruptedIOException) {
      return "the tracking server at " + server() + " does not answer in time";
    }
    return "the connection to the tracking server at " + server() + " broke";
  }

  private Refused refused(int status, String body) {
    if (status == 401) {
      return new Refused(
          status,
          "",
          "the tracking server at "
              + server()
              + " asks for a valid user and password (401): set MLFLOW_TRACKING_USERNAME and"
              + " MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN");
    }
    if (status == 403) {
      return new Refused(
          status, "", "the tracking server at " + server() + " forbids this (403): " + line(body));
    }
    if (status >= 300 && status < 400) {
      return new Refused(
          status,
          "",
          "the tracking server at "
              + server()
              + " sends elsewhere ("
              + status
              + "): give that address");
    }
    try {
      JsonNode node = JSON.readTree(body);
      if (node != null && node.path("error_code").isTextual()) {
        return new Refused(
            status, node.get("error_code").asText(), line(node.path("message").asText()));
      }
    } catch (JsonProcessingException e) {
      // Not every error is JSON: an unknown path is answered with a page.
      return new Refused(status, "", "the server answers " + status + ": " + line(body));
    }
    return new Refused(status, "", "the server answers " + status);
  }

  private static String line(String body) {
    String text = body.replaceAll("<[^>]*>", " ").replaceAll("\\s+", " ").strip();
    return text.length() > LONGEST_MESSAGE ? text.substring(0, LONGEST_MESSAGE) + "…" : text;
  }

  private JsonNode json(String body) throws DeliveryException {
    try {
      return body.isBlank() ? JSON.createObjectNode() : JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw new Refused(
          404, "", "what answers at " + server() + " is no MLflow server (its answer is not JSON)");
    }
  }
}

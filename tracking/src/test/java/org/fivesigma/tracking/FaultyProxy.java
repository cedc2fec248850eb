package org.fivesigma.tracking;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Stands before a server and does to requests what a bad network and a bad server do. */
public final class FaultyProxy implements AutoCloseable {
  /** What happens to a request. */
  public enum Fault {
    /** Passed on, and the answer back. */
    NONE,
    /** Answered by an error; the server never sees it. */
    ERROR_BEFORE,
    /** The server does it, but the answer is an error. */
    ERROR_AFTER,
    /** The connection breaks before the server sees it. */
    RESET_BEFORE,
    /** The server does it, and the connection breaks before the answer. */
    RESET_AFTER,
    /** Nothing happens for longer than the client waits; then the server does it. */
    STALL,
    /** 401. */
    UNAUTHORISED,
    /** 403. */
    FORBIDDEN,
    /** 404 with a page, as a server that does not know the request. */
    UNKNOWN
  }

  private static final Set<String> NOT_PASSED_ON =
      Set.of(
          "host", "connection", "content-length", "transfer-encoding", "http2-settings", "upgrade");

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpClient client = HttpClient.newHttpClient();
  private final URI target;
  private final Duration stall;
  private final AtomicInteger requests = new AtomicInteger();
  private final Set<String> authorizations = ConcurrentHashMap.newKeySet();
  private volatile Function<String, Fault> faults = path -> Fault.NONE;
  private volatile UnaryOperator<String> rewrite = body -> body;

  public FaultyProxy(URI target, Duration stall) throws IOException {
    this.target = target;
    this.stall = stall;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** From now on each request, by method and path, meets what this says. */
  public void faults(Function<String, Fault> rule) {
    faults = rule;
  }

  /** Changes the text of answers. */
  public void rewrite(UnaryOperator<String> change) {
    rewrite = change;
  }

  public int requests() {
    return requests.get();
  }

  /** What the requests carried to sign in; an empty text for one without. */
  public Set<String> authorizations() {
    return authorizations;
  }

  private void handle(HttpExchange exchange) throws IOException {
    requests.incrementAndGet();
    String signedIn = exchange.getRequestHeaders().getFirst("Authorization");
    authorizations.add(signedIn == null ? "" : signedIn);
    byte[] body = exchange.getRequestBody().readAllBytes();
    String what = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
    try (exchange) {
      switch (faults.apply(what)) {
        case NONE -> answer(exchange, pass(exchange, body));
        case ERROR_BEFORE -> answer(exchange, 500, "Internal Server Error");
        case ERROR_AFTER -> {
          pass(exchange, body);
          answer(exchange, 503, "<html>Service Unavailable</html>");
        }
        case RESET_BEFORE -> exchange.close();
        case RESET_AFTER -> {
          pass(exchange, body);
          exchange.close();
        }
        case STALL -> {
          Thread.sleep(stall.toMillis());
          pass(exchange, body);
          exchange.close();
        }
        case UNAUTHORISED -> answer(exchange, 401, "You are not authenticated.");
        case FORBIDDEN -> answer(exchange, 403, "Permission denied");
        case UNKNOWN -> answer(exchange, 404, "<!doctype html><h1>Not Found</h1>");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private HttpResponse<byte[]> pass(HttpExchange exchange, byte[] body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(target + exchange.getRequestURI().toString()))
            .version(HttpClient.Version.HTTP_1_1)
            .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> {
              if (!NOT_PASSED_ON.contains(name.toLowerCase(java.util.Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
              }
            });
    return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private void answer(HttpExchange exchange, HttpResponse<byte[]> answer) throws IOException {
    String text = new String(answer.body(), StandardCharsets.UTF_8);
    answer(exchange, answer.statusCode(), rewrite.apply(text));
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}

package org.fivesigma.serving;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.fivesigma.serving.events.Refusal;

/** Finds the endpoint of a request. */
final class Routes extends Handler.Abstract.NonBlocking {
  private static final String OTHER = "other";

  private final Map<String, Endpoint> endpoints = new LinkedHashMap<>();
  private final Optional<byte[]> token;
  private final ServiceMetrics metrics;

  private record Endpoint(List<String> methods, boolean open, Consumer<Reply> answer) {}

  /**
   * The endpoints of a service.
   *
   * @param ready whether the model has been tried and nothing is being shut down
   */
  Routes(
      ServiceDescription description,
      ServeOptions options,
      ServiceMetrics metrics,
      PredictEndpoint predict,
      BooleanSupplier ready) {
    this.token = options.token().map(t -> t.getBytes(StandardCharsets.UTF_8));
    this.metrics = metrics;
    endpoints.put("/v1/predict", new Endpoint(List.of("POST"), false, predict::answer));
    get("/v1/schema", false, reply -> reply.json(200, description.schema()));
    get("/health", true, reply -> reply.json(200, Map.of("status", "ok")));
    get(
        "/ready",
        true,
        reply -> {
          if (ready.getAsBoolean()) {
            reply.json(200, Map.of("status", "ready"));
          } else {
            reply.refuse(
                new Refusal(503, "not-ready", "the model is not ready"),
                Map.of("Retry-After", "1"));
          }
        });
    get(
        "/metrics",
        false,
        reply ->
            reply.send(
                200,
                "text/plain; version=0.0.4; charset=utf-8",
                metrics.text().getBytes(StandardCharsets.UTF_8)));
    get("/openapi.json", false, reply -> reply.json(200, description.openApi()));
    get("/", false, reply -> reply.send(200, "text/html; charset=utf-8", description.page()));
  }

  private void get(String path, boolean open, Consumer<Reply> answer) {
    endpoints.put(path, new Endpoint(List.of("GET", "HEAD"), open, answer));
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    String path = Request.getPathInContext(request);
    Endpoint endpoint = endpoints.get(path);
    Reply reply = new Reply(request, response, callback, metrics, endpoint == null ? OTHER : path);
    if (endpoint == null) {
      reply.refuse(
          new Refusal(404, "not-found", "there is nothing at this address")
              .hint("addresses are " + String.join(", ", endpoints.keySet())),
          Map.of());
    } else if (!endpoint.methods.contains(request.getMethod())) {
      reply.refuse(
          new Refusal(405, "method-not-allowed", "this address takes " + endpoint.methods.get(0)),
          Map.of("Allow", String.join(", ", endpoint.methods)));
    } else if (!endpoint.open && !authorised(request)) {
      reply.refuse(
          new Refusal(401, "unauthorized", "a token is needed: Authorization: Bearer …"),
          Map.of("WWW-Authenticate", "Bearer", "Connection", "close"));
    } else {
      endpoint.answer.accept(reply);
    }
    return true;
  }

  private boolean authorised(Request request) {
    if (token.isEmpty()) {
      return true;
    }
    String given = request.getHeaders().get(HttpHeader.AUTHORIZATION);
    return given != null
        && given.regionMatches(true, 0, "Bearer ", 0, 7)
        && MessageDigest.isEqual(
            given.substring(7).trim().getBytes(StandardCharsets.UTF_8), token.get());
  }
}

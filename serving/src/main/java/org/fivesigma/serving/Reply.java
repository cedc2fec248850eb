package org.fivesigma.serving;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.fivesigma.core.folder.Json;
import org.fivesigma.serving.events.Refusal;

/** The one answer to a request: whoever sends first, wins. */
final class Reply {
  private final Request request;
  private final Response response;
  private final Callback callback;
  private final ServiceMetrics metrics;
  private final String path;
  private final long begun = System.nanoTime();
  private final AtomicBoolean sent = new AtomicBoolean();

  /**
   * An answer that is still open.
   *
   * @param path the endpoint, as metrics name it
   */
  Reply(
      Request request, Response response, Callback callback, ServiceMetrics metrics, String path) {
    this.request = request;
    this.response = response;
    this.callback = callback;
    this.metrics = metrics;
    this.path = path;
    metrics.begin();
  }

  /** Sends a body. */
  void send(int status, String type, byte[] body) {
    send(status, type, body, Map.of());
  }

  /** Sends a document. */
  void json(int status, Map<String, Object> document) {
    send(
        status, "application/json", Json.text(document).getBytes(StandardCharsets.UTF_8), Map.of());
  }

  /** Sends an error. */
  void refuse(Refusal refusal, Map<String, String> headers) {
    send(
        refusal.status(),
        "application/json",
        Json.text(refusal.document()).getBytes(StandardCharsets.UTF_8),
        headers);
  }

  /** Sends a body with further header fields. */
  void send(int status, String type, byte[] body, Map<String, String> headers) {
    if (!sent.compareAndSet(false, true)) {
      return;
    }
    metrics.end(path, status, System.nanoTime() - begun);
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
    response.getHeaders().put("X-Content-Type-Options", "nosniff");
    headers.forEach((name, value) -> response.getHeaders().put(name, value));
    response.write(true, ByteBuffer.wrap(body), callback);
  }

  /** The client is gone: nobody to answer. */
  void giveUp(Throwable reason) {
    if (sent.compareAndSet(false, true)) {
      metrics.end(path, 499, System.nanoTime() - begun);
      callback.failed(reason);
    }
  }

  /** The request. */
  Request request() {
    return request;
  }
}

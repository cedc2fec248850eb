package org.fivesigma.serving;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.fivesigma.core.bundle.Bundle;
import org.fivesigma.serving.events.Refusal;
import org.fivesigma.spi.UserError;
import org.fivesigma.spi.data.Columns;

/**
 * A model behind HTTP. It answers {@code /health} from its start, and is ready when the model has
 * scored an event. The model is in memory: what happens to the bundle's files later does not
 * matter.
 */
public final class ModelService implements AutoCloseable {
  private static final long IDLE_MILLIS = 60_000;
  private static final long STOP_MILLIS = 20_000;
  private static final int JETTY_THREADS = 32;

  private final Server server;
  private final ServerConnector connector;
  private final PredictEndpoint predict;
  private final ScheduledExecutorService clock;
  private final Bundle bundle;
  private volatile boolean ready;

  private ModelService(Bundle bundle, ServeOptions options) {
    this.bundle = bundle;
    this.clock =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "clock");
              thread.setDaemon(true);
              return thread;
            });
    ServiceMetrics metrics = new ServiceMetrics(bundle.manifest());
    this.predict = new PredictEndpoint(bundle, options, metrics, clock);
    QueuedThreadPool threads = new QueuedThreadPool(JETTY_THREADS, 4);
    threads.setName("http");
    threads.setDaemon(true);
    this.server = new Server(threads);
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setSendXPoweredBy(false);
    this.connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    connector.setHost(options.host());
    connector.setPort(options.port());
    connector.setIdleTimeout(IDLE_MILLIS);
    connector.setAcceptQueueSize(1024);
    server.addConnector(connector);
    server.addBean(new NetworkConnectionLimit(options.maxConnections(), connector));
    server.setErrorHandler(
        (request, response, callback) -> {
          // a version of HTTP that there is none of is the client's mistake, not the server's
          int given = response.getStatus();
          int status =
              given < 400 || given == HttpStatus.HTTP_VERSION_NOT_SUPPORTED_505 ? 400 : given;
          Reply reply = new Reply(request, response, callback, metrics, "other");
          reply.refuse(new Refusal(status, "bad-request", HttpStatus.getMessage(given)), Map.of());
          return true;
        });
    ServiceDescription description = new ServiceDescription(bundle.manifest(), options);
    server.setHandler(
        new GracefulHandler(new Routes(description, options, metrics, predict, () -> ready)));
    server.setStopTimeout(STOP_MILLIS);
  }

  /**
   * Starts a service; returns when it listens and the model has scored an event.
   *
   * @param bundle the caller's: to be closed after the service
   * @throws UserError {@code port-in-use}, {@code bad-host}
   */
  public static ModelService start(Bundle bundle, ServeOptions options) {
    ModelService service = new ModelService(bundle, options);
    try {
      service.server.start();
      service.warmUp();
      service.ready = true;
      return service;
    } catch (IOException e) {
      service.close();
      throw cannotListen(options, e);
    } catch (RuntimeException e) {
      service.close();
      throw e;
    } catch (Exception e) {
      service.close();
      throw new IllegalStateException(e);
    }
  }

  private static UserError cannotListen(ServeOptions options, IOException e) {
    Throwable cause = e;
    while (cause != null && !(cause instanceof BindException)) {
      cause = cause.getCause();
    }
    String place = options.host() + ":" + options.port();
    if (cause != null && String.valueOf(cause.getMessage()).contains("in use")) {
      return UserError.of("port-in-use", "something else listens at " + place)
          .at("--port")
          .hint("--port 0 takes any that is free")
          .because(e);
    }
    return UserError.of("cannot-listen", "cannot listen at " + place + ": " + e.getMessage())
        .at("--host")
        .because(e);
  }

  /** Scores events of middling values, so that engines are loaded before the first request. */
  private void warmUp() {
    int rows = 64;
    float[][] values = new float[bundle.manifest().features().size()][rows];
    for (int f = 0; f < values.length; f++) {
      var feature = bundle.manifest().features().get(f);
      double middle = (feature.min() + feature.max()) / 2;
      java.util.Arrays.fill(values[f], Double.isFinite(middle) ? (float) middle : 0);
    }
    java.util.List<String> ids = java.util.Collections.nCopies(rows, "0");
    Columns events = Columns.of(bundle.manifest().featureNames(), values, rows);
    for (int i = 0; i < 20; i++) {
      bundle.predict(events, ids, 1);
    }
  }

  /** Where it listens. */
  public URI address() {
    String host =
        connector.getHost() == null || connector.getHost().equals("0.0.0.0")
            ? InetAddress.getLoopbackAddress().getHostAddress()
            : connector.getHost();
    return URI.create(
        "http://"
            + (host.contains(":") ? "[" + host + "]" : host)
            + ":"
            + connector.getLocalPort());
  }

  /** Takes no more requests, answers those that are there, and ends. */
  @Override
  public void close() {
    ready = false;
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the service did not stop", e);
    } finally {
      predict.close();
      clock.shutdownNow();
    }
  }
}

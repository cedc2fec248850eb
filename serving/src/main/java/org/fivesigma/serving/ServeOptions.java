package org.fivesigma.serving;

import java.time.Duration;
import java.util.Optional;

/**
 * How a service listens and what it allows.
 *
 * @param host address to bind
 * @param port port; 0: any that is free
 * @param threads how many events batches are scored at once
 * @param maxBodyBytes largest body of a request
 * @param maxWaiting most requests that wait for their scores; more are answered 503
 * @param maxConnections most open connections; further ones wait in the system's queue
 * @param timeout longest time for a request's body to arrive, and for it to wait for its scores
 * @param token what a client must send as {@code Authorization: Bearer}; absent: nothing
 */
public record ServeOptions(
    String host,
    int port,
    int threads,
    long maxBodyBytes,
    int maxWaiting,
    int maxConnections,
    Duration timeout,
    Optional<String> token) {

  /** What holds unless told otherwise: this machine only, 64 MiB, 30 seconds. */
  public static ServeOptions defaults(int port) {
    return new ServeOptions(
        "127.0.0.1",
        port,
        Runtime.getRuntime().availableProcessors(),
        64L << 20,
        256,
        4096,
        Duration.ofSeconds(30),
        Optional.empty());
  }
}

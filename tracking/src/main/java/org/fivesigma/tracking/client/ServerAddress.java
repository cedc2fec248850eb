package org.fivesigma.tracking.client;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.fivesigma.spi.UserError;

/**
 * Where a tracking server is and how one signs in. The credentials are in no text that this makes.
 */
public final class ServerAddress {
  private final URI uri;
  private final String authorization;

  private ServerAddress(URI uri, String authorization) {
    this.uri = uri;
    this.authorization = authorization;
  }

  /**
   * Reads an address as a user writes it. A user and password may stand in it, else they come from
   * {@code MLFLOW_TRACKING_USERNAME} and {@code MLFLOW_TRACKING_PASSWORD}, else a bearer token from
   * {@code MLFLOW_TRACKING_TOKEN}.
   *
   * @throws UserError for anything but http and https
   */
  public static ServerAddress of(String text, Map<String, String> environment) {
    URI given;
    try {
      given = URI.create(text.strip());
    } catch (IllegalArgumentException e) {
      throw wrong("this is no address");
    }
    String scheme = given.getScheme();
    if (scheme == null || !(scheme.equals("http") || scheme.equals("https"))) {
      throw wrong("'" + text + "' is not the address of an MLflow server");
    }
    if (given.getHost() == null) {
      throw wrong("the address names no host");
    }
    String path = given.getRawPath() == null ? "" : given.getRawPath().replaceAll("/+$", "");
    String port = given.getPort() < 0 ? "" : ":" + given.getPort();
    URI clean = URI.create(scheme + "://" + given.getHost() + port + path);
    return new ServerAddress(clean, authorization(given, environment));
  }

  private static UserError wrong(String what) {
    return UserError.of("bad-tracking-uri", what + "; expected http://HOST:PORT or https://HOST")
        .at("uri")
        .hint(
            "MLflow keeps runs in a server's database: './fivesigma ui' starts one on this machine");
  }

  private static String authorization(URI given, Map<String, String> environment) {
    String token = environment.getOrDefault("MLFLOW_TRACKING_TOKEN", "");
    String user = environment.getOrDefault("MLFLOW_TRACKING_USERNAME", "");
    String pair = given.getUserInfo();
    if (pair == null && !user.isEmpty()) {
      pair = user + ":" + environment.getOrDefault("MLFLOW_TRACKING_PASSWORD", "");
    }
    if (pair != null) {
      return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }
    return token.isEmpty() ? "" : "Bearer " + token;
  }

  /** The address without credentials, without a slash at its end. */
  public URI uri() {
    return uri;
  }

  /** The value of the header {@code Authorization}; empty: none. */
  public Optional<String> authorization() {
    return authorization.isEmpty() ? Optional.empty() : Optional.of(authorization);
  }

  /** What to open in a browser: a page of an experiment in the view of model training. */
  public URI page(String experimentId, String below) {
    return URI.create(
        uri + "/#/experiments/" + experimentId + "/" + below + "?workflowType=machine_learning");
  }

  @Override
  public String toString() {
    return uri.toString();
  }
}

package org.fivesigma.tracking.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.fivesigma.tracking.client.DeliveryException.Refused;

/** Files by way of the server, which keeps them wherever it was told to. */
public final class ArtifactApi {
  private static final String PROXIED = "mlflow-artifacts:/";
  private static final String FILES = "/api/2.0/mlflow-artifacts/artifacts/";

  private final MlflowHttp http;

  /** Calls over this connection. */
  public ArtifactApi(MlflowHttp http) {
    this.http = http;
  }

  /**
   * Stores a file.
   *
   * @param root the address that the server gave for a run's or a model's artifacts
   * @param path below it, folders separated by slashes
   * @throws Refused also where the server does not take files itself
   */
  public void put(String root, String path, Path file) throws DeliveryException {
    http.put(address(root, path), file);
  }

  /** Stores a text as a file. */
  public void put(String root, String path, String text) throws DeliveryException {
    http.put(address(root, path), text);
  }

  /** Sizes of all files of a run by path. */
  public Map<String, Long> list(String runId) throws DeliveryException {
    Map<String, Long> all = new HashMap<>();
    list(runId, "", all);
    return all;
  }

  private void list(String runId, String folder, Map<String, Long> into) throws DeliveryException {
    Map<String, String> query =
        folder.isEmpty() ? Map.of("run_id", runId) : Map.of("run_id", runId, "path", folder);
    for (JsonNode file : http.get("/api/2.0/mlflow/artifacts/list", query).path("files")) {
      String path = file.path("path").asText();
      if (file.path("is_dir").asBoolean()) {
        list(runId, path, into);
      } else {
        into.put(path, file.path("file_size").asLong());
      }
    }
  }

  private static String address(String root, String path) throws Refused {
    if (!root.startsWith(PROXIED)) {
      throw new Refused(
          400,
          "",
          "the server keeps files at '"
              + root.replaceAll("(?<=//)[^/@]*@", "")
              + "' and does not take them itself: start it with --artifacts-destination (and"
              + " without --no-serve-artifacts)");
    }
    StringBuilder text = new StringBuilder(FILES);
    String below = root.substring(PROXIED.length()).replaceAll("^/+", "");
    for (String part : (below + "/" + path).split("/", -1)) {
      if (text.length() > FILES.length()) {
        text.append('/');
      }
      text.append(MlflowHttp.encode(part));
    }
    return text.toString();
  }

  /** The path with what the server would refuse or garble replaced. */
  public static String safe(String path) {
    return path.replaceAll("[%#\\p{Cntrl}]", "_");
  }
}

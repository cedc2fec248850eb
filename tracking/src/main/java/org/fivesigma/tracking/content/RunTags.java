package org.fivesigma.tracking.content;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.fivesigma.tracking.client.MlflowApi;
import org.fivesigma.tracking.spool.RunFacts;

/** The tags of a run: the user's, and those by which MLflow shows source, commit and user. */
public final class RunTags {
  private static final String SOURCE = "source";
  private static final String USER = "user";

  private final RunFacts facts;
  private final JsonNode lock;

  /**
   * @param lock {@code lock.json}, or an empty object
   */
  public RunTags(RunFacts facts, JsonNode lock) {
    this.facts = facts;
    this.lock = lock;
  }

  /** All of them, values uncut. */
  public Map<String, String> all() {
    Map<String, String> tags = new LinkedHashMap<>(facts.tags());
    String source = Objects.requireNonNullElse(tags.remove(SOURCE), facts.experiment() + ".yaml");
    String user =
        Objects.requireNonNullElse(tags.remove(USER), System.getProperty("user.name", ""));
    tags.put(MlflowApi.RUN_ID_TAG, facts.id());
    tags.put("mlflow.source.type", "LOCAL");
    tags.put("mlflow.source.name", source);
    tags.put("mlflow.user", user);
    git(tags);
    put(tags, "fivesigma.version", lock.path("versions").path("fivesigma"));
    // What ran, not what was asked for.
    JsonNode device = lock.path("device");
    if (!device.isMissingNode()) {
      tags.put("device", device.isTextual() ? device.asText() : device.toString());
    }
    return tags;
  }

  private void git(Map<String, String> tags) {
    JsonNode git = lock.path("git");
    put(tags, "git.commit", git.path("commit"));
    put(tags, "git.branch", git.path("branch"));
    put(tags, "git.dirty", git.path("dirty"));
    put(tags, "git.url", git.path("url"));
    copy(tags, "git.commit", "mlflow.source.git.commit");
    copy(tags, "git.branch", "mlflow.source.git.branch");
    copy(tags, "git.url", "mlflow.source.git.repoURL");
  }

  private static void put(Map<String, String> tags, String key, JsonNode value) {
    if (value.isValueNode() && !value.isNull()) {
      tags.putIfAbsent(key, value.asText());
    }
  }

  private static void copy(Map<String, String> tags, String from, String to) {
    if (tags.containsKey(from)) {
      tags.put(to, tags.get(from));
    }
  }
}

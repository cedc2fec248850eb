package org.fivesigma.tracking.delivery;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.Consumer;
import org.fivesigma.tracking.client.DeliveryException;
import org.fivesigma.tracking.client.DeliveryException.Refused;
import org.fivesigma.tracking.client.ModelApi;
import org.fivesigma.tracking.client.ModelApi.LoggedModel;
import org.fivesigma.tracking.client.ServerRun;
import org.fivesigma.tracking.content.Description;
import org.fivesigma.tracking.content.RunContent;
import org.fivesigma.tracking.content.RunContent.Artifact;
import org.fivesigma.tracking.spool.RunFacts;

/**
 * The bundle as a logged model, linked to its run, and as a version of a registered model where the
 * experiment asks for that.
 */
final class ModelDelivery {
  private static final DateTimeFormatter CREATED =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);

  /** What a server keeps of a version's description. */
  private static final int LONGEST_DESCRIPTION = 5000;

  private final Connection server;
  private final ServerRun run;
  private final RunFacts facts;
  private final Consumer<String> problem;

  ModelDelivery(Connection server, ServerRun run, RunFacts facts, Consumer<String> problem) {
    this.server = server;
    this.run = run;
    this.facts = facts;
    this.problem = problem;
  }

  /** Sends what is missing; returns how many files and links that were. */
  long send(RunContent content) throws DeliveryException {
    if (content.model().isEmpty()) {
      return 0;
    }
    try {
      return sendModel(content);
    } catch (Refused e) {
      if (e.credentials()) {
        throw e;
      }
      if (e.unknownRequest()) {
        server.sayOnce(
            "this server has no logged models (MLflow 3 has); the bundle is among the artifacts");
      } else {
        problem.accept(e.getMessage());
      }
      return 0;
    }
  }

  private long sendModel(RunContent content) throws DeliveryException {
    ModelApi api = server.models();
    Optional<LoggedModel> found = api.find(run.experimentId(), run.id());
    LoggedModel model =
        found.isPresent()
            ? found.get()
            : api.create(run.experimentId(), modelName(), "fivesigma", run.id(), content.params());
    long sent = 0;
    if (!model.ready()) {
      for (Artifact file : content.model()) {
        server.artifacts().put(model.artifacts(), file.path(), file.file());
        sent++;
      }
      server.artifacts().put(model.artifacts(), "MLmodel", descriptor(model, content));
      api.ready(model.id());
    }
    if (!run.models().contains(model.id())) {
      link(api, model, content.lastStep());
      sent++;
    }
    Optional<String> name = facts.register().filter(n -> registers());
    if (name.isPresent() && register(api, model, name.get(), content.results())) {
      sent++;
    }
    return sent;
  }

  /** The same link sent twice is refused; then an earlier answer was lost. */
  private void link(ModelApi api, LoggedModel model, long step) throws DeliveryException {
    try {
      api.link(run.id(), model.id(), step);
    } catch (Refused e) {
      if (!server.runs().run(run.id()).models().contains(model.id())) {
        throw e;
      }
    }
  }

  /** {@code NAME} or {@code NAME@ALIAS}. */
  private boolean register(ModelApi api, LoggedModel model, String name, String results)
      throws DeliveryException {
    String description =
        Description.cut(
            "Of experiment " + facts.experiment() + ", run " + facts.name() + ".\n\n" + results,
            LONGEST_DESCRIPTION);
    int at = name.lastIndexOf('@');
    String alias = at > 0 ? name.substring(at + 1) : "newest";
    return api.register(at > 0 ? name.substring(0, at) : name, alias, model, run.id(), description);
  }

  /** One version for a run of the program: its own bundle, or the best trial's. */
  private boolean registers() {
    return facts.parent().isEmpty() || facts.name().equals("best");
  }

  private String modelName() {
    String name = facts.experiment() + (facts.parent().isEmpty() ? "" : " " + facts.name());
    return name.replaceAll("[/:.%\"'\\p{Cntrl}]", "_");
  }

  /** JSON is YAML, too. */
  private String descriptor(LoggedModel model, RunContent content) {
    ObjectNode node = new ObjectMapper().createObjectNode().put("artifact_path", model.artifacts());
    node.putObject("flavors")
        .putObject("fivesigma")
        .put("data", ".")
        .put("bundle", "manifest.json");
    node.put("model_id", model.id())
        .put("model_uuid", model.id().replaceFirst("^m-", ""))
        .put("run_id", run.id())
        .put("mlflow_version", "3.17.2")
        .put("utc_time_created", CREATED.format(content.ended()));
    content.signature().ifPresent(s -> node.set("signature", s));
    return node.toPrettyString();
  }
}

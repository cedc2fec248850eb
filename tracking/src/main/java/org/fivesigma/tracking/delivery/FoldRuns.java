package org.fivesigma.tracking.delivery;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fivesigma.tracking.client.DeliveryException;
import org.fivesigma.tracking.client.Point;
import org.fivesigma.tracking.content.Description;
import org.fivesigma.tracking.content.FinalValues;
import org.fivesigma.tracking.content.RunContent;
import org.fivesigma.tracking.content.RunNames;
import org.fivesigma.tracking.content.RunResults.Result;
import org.fivesigma.tracking.content.RunTags;
import org.fivesigma.tracking.spool.RunFacts;

/**
 * The folds of a run as runs inside it, so that their courses can be laid over each other. A fold
 * has no folder of its own; its series are those of the run that begin with its name.
 */
final class FoldRuns {
  private static final Pattern SERIES = Pattern.compile("(fold-[0-9]+)/(.+)");

  private final Connection server;
  private final RunFacts facts;
  private final Consumer<String> problem;

  FoldRuns(Connection server, RunFacts facts, Consumer<String> problem) {
    this.server = server;
    this.facts = facts;
    this.problem = problem;
  }

  /** Sends what is missing of each fold; how much that was. */
  long send(RunContent content) throws DeliveryException, IOException {
    Map<String, List<Point>> folds = new TreeMap<>();
    for (Point p : content.points()) {
      Matcher series = SERIES.matcher(p.key());
      if (series.matches()) {
        folds
            .computeIfAbsent(series.group(1), k -> new ArrayList<>())
            .add(new Point(series.group(2), p.value(), p.step(), p.time()));
      }
    }
    content.folds().keySet().forEach(f -> folds.computeIfAbsent(f, k -> new ArrayList<>()));
    long sent = 0;
    for (Map.Entry<String, List<Point>> fold : folds.entrySet()) {
      RunFacts own = facts(fold.getKey());
      RunDelivery delivery =
          new RunDelivery(
              server,
              own,
              names ->
                  content(
                      content,
                      own,
                      fold.getValue(),
                      content.folds().getOrDefault(fold.getKey(), List.of()),
                      names));
      sent += delivery.complete();
      delivery.problems().forEach(problem);
    }
    return sent;
  }

  private RunFacts facts(String fold) {
    String id = facts.id() + "/" + fold;
    return new RunFacts(
        UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8)).toString(),
        facts.experiment(),
        fold,
        Optional.of(facts.id()),
        facts.started(),
        "",
        Map.of("fold", fold.substring("fold-".length())),
        facts.tags(),
        Optional.empty(),
        facts.uri());
  }

  private static RunContent content(
      RunContent whole, RunFacts own, List<Point> series, List<Result> results, RunNames names) {
    List<Point> points = new ArrayList<>(series);
    FinalValues.add(results, whole.ended(), names, points);
    Map<String, String> params = new LinkedHashMap<>();
    names.params(own.parameters(), params);
    Map<String, String> tags = new LinkedHashMap<>();
    ObjectMapper json = new ObjectMapper();
    names.tags(new RunTags(own, json.createObjectNode()).all(), tags);
    tags.put("fivesigma.status", whole.tags().getOrDefault("fivesigma.status", ""));
    if (!results.isEmpty()) {
      tags.put("mlflow.note.content", "## Results\n\n" + Description.table(results));
    }
    tags.putAll(names.changed());
    return new RunContent(
        whole.status(),
        whole.ended(),
        params,
        tags,
        "",
        List.of(),
        points,
        Map.of(),
        json.createArrayNode(),
        List.of(),
        List.of(),
        Optional.empty(),
        whole.lastStep(),
        whole.digest());
  }
}

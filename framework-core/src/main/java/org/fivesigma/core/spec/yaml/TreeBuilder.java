package org.fivesigma.core.spec.yaml;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fivesigma.core.spec.text.Place;
import org.fivesigma.core.spec.text.Problem;
import org.fivesigma.core.spec.text.Problems;
import org.fivesigma.core.spec.text.SourceText;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;

/** Builds the tree of one document from parser events, within bounds of depth and size. */
final class TreeBuilder {
  private static final int MAX_DEPTH = 50;
  private static final int MAX_NODES = 50_000;
  private static final int MAX_PROBLEMS = 200;

  /** The tree cannot be built; the reason is among the problems. */
  static final class Stop extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Stop() {
      super(null, null, false, false);
    }
  }

  /** A node with its size and depth when aliases are written out. */
  private record Built(Node node, int size, int depth) {}

  private final SourceText source;
  private final Variables variables;
  private final Problems problems;
  private final Map<String, Built> anchors = new HashMap<>();
  private Iterator<Event> events;
  private int nodes;

  TreeBuilder(SourceText source, Variables variables, Problems problems) {
    this.source = source;
    this.variables = variables;
    this.problems = problems;
  }

  Optional<Node> build(Iterator<Event> all) {
    events = all;
    Node root = null;
    boolean first = true;
    while (events.hasNext()) {
      Event event = events.next();
      switch (event.getEventId()) {
        case StreamStart, StreamEnd, DocumentEnd, Comment -> {}
        case DocumentStart -> {
          if (!first) {
            stop(
                place(event),
                "several-documents",
                "an experiment file holds one document, not several");
          }
          first = false;
        }
        default -> root = node(event, 0).node();
      }
    }
    return Optional.ofNullable(root);
  }

  private Built node(Event event, int depth) {
    if (++nodes > MAX_NODES) {
      stop(
          place(event),
          "too-many-values",
          "an experiment file has at most " + MAX_NODES + " values");
    }
    if (event instanceof AliasEvent alias) {
      return alias(alias);
    }
    Optional<Anchor> anchor;
    Optional<String> tag;
    Built built;
    if (event instanceof ScalarEvent scalar) {
      anchor = scalar.getAnchor();
      tag = scalar.getTag();
      refuseTag(event, tag, scalar.getValue());
      built =
          new Built(
              variables.expand(
                  tag.orElse("") + scalar.getValue(),
                  scalar.isPlain() && tag.isEmpty(),
                  place(scalar),
                  problems),
              1,
              1);
    } else {
      if (depth >= MAX_DEPTH) {
        stop(
            place(event),
            "too-deep",
            "blocks and lists may be nested at most " + MAX_DEPTH + " deep");
      }
      CollectionStartEvent start = (CollectionStartEvent) event;
      anchor = start.getAnchor();
      refuseTag(event, start.getTag(), "");
      built = event instanceof MappingStartEvent ? mapping(start, depth) : sequence(start, depth);
    }
    if (anchor.isPresent()) {
      anchors.put(anchor.get().getValue(), built);
    }
    return built;
  }

  private Built alias(AliasEvent event) {
    String name = event.getAlias().getValue();
    Built target = anchors.get(name);
    if (target == null) {
      problem(
          place(event),
          "unknown-alias",
          "'*" + name + "' is an alias in YAML, and there is no anchor '&" + name + "' before it",
          Optional.of("put globs that begin with '*' in quotes"));
      return new Built(new Node.Scalar("*" + name, false, place(event)), 1, 1);
    }
    return target;
  }

  private void refuseTag(Event event, Optional<String> tag, String text) {
    if (tag.isPresent() && !tag.get().equals("!")) {
      String shown = tag.get().replace("tag:yaml.org,2002:", "!!");
      problem(
          place(event),
          "yaml-tag",
          "'"
              + shown
              + (text.isEmpty() ? "" : " " + text)
              + "' is a YAML tag, which an experiment may not have",
          Optional.of("put texts that begin with '!' in quotes"));
    }
  }

  private Built sequence(CollectionStartEvent start, int depth) {
    List<Node> items = new ArrayList<>();
    int size = 1;
    int deepest = 0;
    while (true) {
      Event event = events.next();
      if (event.getEventId() == Event.ID.SequenceEnd) {
        return new Built(new Node.Seq(items, place(start)), size, deepest + 1);
      }
      Built item = node(event, depth + 1);
      items.add(item.node());
      size = bounded(size + item.size(), depth + item.depth(), event);
      deepest = Math.max(deepest, item.depth());
    }
  }

  private Built mapping(CollectionStartEvent start, int depth) {
    Map<String, Node.Entry> entries = new LinkedHashMap<>();
    int size = 1;
    int deepest = 0;
    while (true) {
      Event event = events.next();
      if (event.getEventId() == Event.ID.MappingEnd) {
        return new Built(
            new Node.Mapping(List.copyOf(entries.values()), place(start)), size, deepest + 1);
      }
      Optional<Node.Scalar> written = key(event, depth);
      Event next = events.next();
      Built value = node(next, depth + 1);
      if (written.isEmpty()) {
        continue;
      }
      Node.Scalar key = written.get();
      Node.Entry before = entries.putIfAbsent(key.text(), new Node.Entry(key, value.node()));
      if (before != null) {
        problem(
            key.place(),
            "duplicate-key",
            "'"
                + key.text()
                + "' stands twice in this block, first in line "
                + before.key().place().line(),
            Optional.empty());
      }
      size = bounded(size + 1 + value.size(), depth + value.depth(), next);
      deepest = Math.max(deepest, value.depth());
    }
  }

  private Optional<Node.Scalar> key(Event event, int depth) {
    if (event instanceof ScalarEvent scalar && scalar.getAnchor().isEmpty()) {
      refuseTag(event, scalar.getTag(), scalar.getValue());
      nodes++;
      return Optional.of(new Node.Scalar(scalar.getValue(), scalar.isPlain(), place(scalar)));
    }
    Built built = node(event, depth + 1);
    if (built.node() instanceof Node.Scalar scalar) {
      return Optional.of(new Node.Scalar(scalar.text(), scalar.plain(), place(event)));
    }
    problem(
        place(event),
        "bad-key",
        "a key must be a text, not a list or a block",
        Optional.of("put ${VAR} and texts with braces or brackets in quotes"));
    return Optional.empty();
  }

  private int bounded(int size, int depth, Event event) {
    if (size > MAX_NODES) {
      stop(
          place(event),
          "too-many-aliases",
          "with its aliases written out the file has more than " + MAX_NODES + " values");
    }
    if (depth > MAX_DEPTH) {
      stop(
          place(event),
          "too-deep",
          "blocks and lists may be nested at most " + MAX_DEPTH + " deep");
    }
    return size;
  }

  private void problem(Place place, String code, String message, Optional<String> hint) {
    problems.add(place, code, message, hint);
    if (problems.size() >= MAX_PROBLEMS) {
      throw new Stop();
    }
  }

  private void stop(Place place, String code, String message) {
    problems.add(Problem.at(place, code, message, Optional.empty()));
    throw new Stop();
  }

  private Place place(Event event) {
    Mark start = event.getStartMark().orElseThrow();
    Place place = YamlReader.place(source, start);
    Optional<Mark> end = event.getEndMark();
    if (event instanceof CollectionStartEvent || end.isEmpty()) {
      return place;
    }
    int length =
        end.get().getLine() == start.getLine() ? end.get().getColumn() - start.getColumn() : 1;
    return new Place(source, place.line(), place.column(), Math.max(1, length));
  }
}

package org.fivesigma.core.spec.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Collects every problem of a text, each once, and gives them in order of place. */
public final class Problems {
  private record Entry(Optional<Place> place, Problem problem) {}

  private final Map<Problem, Entry> entries = new LinkedHashMap<>();

  /** Adds a problem at a place. */
  public void add(Place place, String code, String message, Optional<String> hint) {
    Problem problem = Problem.at(place, code, message, hint);
    entries.putIfAbsent(problem, new Entry(Optional.of(place), problem));
  }

  /** Adds a problem at a place, without a suggestion. */
  public void add(Place place, String code, String message) {
    add(place, code, message, Optional.empty());
  }

  /** Adds a problem without a place. */
  public void add(Problem problem) {
    entries.putIfAbsent(problem, new Entry(Optional.empty(), problem));
  }

  /** Adds all problems of another collection whose problem passes the test. */
  public void addAll(Problems other, java.util.function.Predicate<Problem> test) {
    other.entries.forEach(
        (problem, entry) -> {
          if (test.test(problem)) {
            entries.putIfAbsent(problem, entry);
          }
        });
  }

  /** The places that have a problem. */
  public Set<Place> places() {
    return entries.values().stream()
        .flatMap(e -> e.place().stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether this very problem is among them. */
  public boolean contains(Problem problem) {
    return entries.containsKey(problem);
  }

  /** Whether there is none. */
  public boolean isEmpty() {
    return entries.isEmpty();
  }

  /** Number of problems. */
  public int size() {
    return entries.size();
  }

  /** All, those without a place first, then in order of place. */
  public List<Problem> inOrder() {
    List<Entry> sorted = new ArrayList<>(entries.values());
    sorted.sort(
        Comparator.comparing(
            Entry::place,
            (a, b) -> {
              if (a.isEmpty() || b.isEmpty()) {
                return Boolean.compare(a.isPresent(), b.isPresent());
              }
              return a.get().compareTo(b.get());
            }));
    return sorted.stream().map(Entry::problem).toList();
  }
}

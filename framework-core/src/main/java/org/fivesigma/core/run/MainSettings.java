package org.fivesigma.core.run;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.fivesigma.core.spec.Experiment;
import org.fivesigma.core.spec.ExperimentFile;
import org.fivesigma.core.spec.bind.OptionsShape;
import org.fivesigma.spi.option.Configured;
import org.fivesigma.spi.option.Option;
import org.fivesigma.spi.option.StepSpec;

/**
 * The settings that tell an experiment from others, by dotted path: which plugins were chosen, what
 * differs from its default, and what its plugin calls {@linkplain Option#main one of the main
 * ones}. What varies inside the experiment (a study's space, a matrix's variants) is none of them.
 */
final class MainSettings {
  /** Blocks that are told; data, systematics and the like are in the resolved file. */
  private static final Set<String> BLOCKS =
      Set.of("seed", "split", "training_weights", "model", "repeat", "tune");

  private static final Set<String> LEFT_OUT = Set.of("tune.space", "tune.start");
  private static final int MOST = 60;

  private final Map<String, String> settings = new LinkedHashMap<>();
  private final List<String> varying;

  private MainSettings(List<String> varying) {
    this.varying = varying;
  }

  /** The settings in the order of the file's language; at most sixty. */
  static Map<String, String> of(ExperimentFile file) {
    Experiment experiment = file.experiment().orElseThrow();
    MainSettings found = new MainSettings(varying(experiment));
    found.block("", experiment, file.values(), false);
    return found.settings.entrySet().stream()
        .limit(MOST)
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, LinkedHashMap::new));
  }

  private static List<String> varying(Experiment experiment) {
    List<String> paths = new ArrayList<>();
    experiment.tune().ifPresent(t -> paths.addAll(t.space().keySet()));
    experiment
        .matrix()
        .values()
        .forEach(
            axis -> {
              if (axis instanceof Map<?, ?> variants) {
                variants
                    .values()
                    .forEach(
                        variant -> {
                          if (variant instanceof Map<?, ?> puts) {
                            puts.keySet().forEach(path -> paths.add(String.valueOf(path)));
                          }
                        });
              }
            });
    return paths;
  }

  private boolean skipped(String path) {
    return LEFT_OUT.contains(path)
        || varying.stream()
            .anyMatch(v -> path.equals(v) || path.startsWith(v + ".") || path.startsWith(v + "["));
  }

  /**
   * @param onlyMain in a block that as a whole is the default
   */
  private void block(String path, Record options, Map<?, ?> tree, boolean onlyMain) {
    List<OptionsShape.Key> keys = OptionsShape.of(options.getClass()).components();
    RecordComponent[] components = options.getClass().getRecordComponents();
    for (int i = 0; i < components.length; i++) {
      OptionsShape.Key key = keys.get(i);
      if (path.isEmpty() && !BLOCKS.contains(key.name())) {
        continue;
      }
      Object value = read(components[i], options);
      if (key.option().inline() && value instanceof Configured<?> chosen) {
        chosen(path, chosen, tree, true);
      } else if (tree.get(key.name()) != null) {
        String place = path.isEmpty() ? key.name() : path + "." + key.name();
        value(place, value, tree.get(key.name()), key, onlyMain);
      }
    }
  }

  private static Object read(RecordComponent component, Record options) {
    try {
      component.getAccessor().setAccessible(true);
      Object value = component.getAccessor().invoke(options);
      return value instanceof Optional<?> optional ? optional.orElse(null) : value;
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException(component.toString(), e);
    }
  }

  private void value(
      String path, Object value, Object node, OptionsShape.Key key, boolean onlyMain) {
    if (skipped(path)) {
      return;
    }
    boolean isDefault = isDefault(node, key);
    boolean tells = key.option().main() || !(onlyMain || isDefault);
    if (value instanceof Configured<?> chosen) {
      chosen(path, chosen, node instanceof Map<?, ?> tree ? tree : Map.of(), tells);
    } else if (value instanceof Record nested && node instanceof Map<?, ?> tree) {
      block(path, nested, tree, onlyMain || isDefault);
    } else if (value instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof Record) {
      list(path, list, node instanceof List<?> nodes ? nodes : List.of());
    } else if (tells) {
      settings.put(path, text(node));
    }
  }

  private void chosen(String path, Configured<?> chosen, Map<?, ?> tree, boolean tells) {
    String type = path + ".type";
    if (tells && !skipped(type)) {
      settings.put(type, chosen.id());
    }
    block(path, chosen.options(), tree, false);
  }

  private void list(String path, List<?> list, List<?> nodes) {
    if (list.get(0) instanceof StepSpec) {
      settings.put(
          path,
          list.stream()
              .map(step -> ((StepSpec) step).transformer().id())
              .collect(Collectors.joining(", ")));
      return;
    }
    for (int i = 0; i < list.size(); i++) {
      Map<?, ?> tree = i < nodes.size() && nodes.get(i) instanceof Map<?, ?> m ? m : Map.of();
      if (list.get(i) instanceof Configured<?> chosen) {
        chosen(path + "[" + i + "]", chosen, tree, true);
      } else if (list.get(i) instanceof Record nested) {
        block(path + "[" + i + "]", nested, tree, false);
      }
    }
  }

  /** As it stands in a file. */
  private static String text(Object node) {
    if (node instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(e -> e.getKey() + ": " + text(e.getValue()))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    if (node instanceof List<?> list) {
      return list.stream().map(MainSettings::text).collect(Collectors.joining(", ", "[", "]"));
    }
    return String.valueOf(node);
  }

  private static boolean isDefault(Object node, OptionsShape.Key key) {
    if (key.defaultText().isEmpty()) {
      return false;
    }
    String text = key.defaultText().get().replaceAll("^\"(.*)\"$", "$1");
    if (node instanceof Number number) {
      try {
        return Double.parseDouble(text) == number.doubleValue();
      } catch (NumberFormatException e) {
        return false;
      }
    }
    if (node instanceof Map<?, ?> map) {
      // A block that its short form stands for: {type: adam, …} and adam, {monitor: none} and none.
      String shorthand = key.option().shorthand();
      return text.equals(map.get(shorthand.isEmpty() ? "type" : shorthand));
    }
    return String.valueOf(node).equals(text);
  }
}

package org.fivesigma.core.spec.yaml;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fivesigma.core.spec.text.Place;
import org.fivesigma.core.spec.text.Problems;

/**
 * Environment variables in scalars: {@code ${VAR}}, {@code ${VAR:-default}}, {@code
 * ${VAR:?secret}}; a doubled dollar sign before a brace stands for itself. A default may hold no
 * braces.
 */
public final class Variables {
  static final String SECRET_END = ":?secret}";
  private static final Pattern REFERENCE =
      Pattern.compile(
          "\\$\\$\\{|\\$\\{([A-Za-z_][A-Za-z0-9_]*)(?:(:-)([^{}]*)|(:\\?secret))?\\}|\\$\\{");
  private static final int SHORTEST_MASKED = 3;

  private final Map<String, String> environment;
  private final Set<String> secrets = new LinkedHashSet<>();

  /** Variables with their values. */
  public Variables(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /** The scalar with its variables replaced; an unset one is a problem and stays as it is. */
  Node.Scalar expand(String text, boolean plain, Place place, Problems problems) {
    if (!text.contains("${")) {
      return new Node.Scalar(text, text, plain, place);
    }
    StringBuilder value = new StringBuilder();
    StringBuilder raw = new StringBuilder();
    Matcher matcher = REFERENCE.matcher(text);
    int end = 0;
    while (matcher.find()) {
      literal(text.substring(end, matcher.start()), value, raw);
      end = matcher.end();
      String name = matcher.group(1);
      if (name == null) {
        if (matcher.group().length() == 2) {
          problems.add(
              place,
              "bad-variable",
              "'${' must begin ${VAR}, ${VAR:-default} or ${VAR:?secret}",
              Optional.of("write '$${' for the characters themselves"));
        }
        literal("${", value, raw);
        continue;
      }
      String set = environment.get(name);
      if (matcher.group(4) != null) {
        secret(name, set, place, problems, value, raw, matcher.group());
      } else if (matcher.group(2) != null) {
        literal(set == null || set.isEmpty() ? matcher.group(3) : set, value, raw);
      } else if (set == null) {
        problems.add(
            place,
            "unset-variable",
            "the environment variable " + name + " is not set",
            Optional.of("set it, or give a default: ${" + name + ":-...}"));
        raw.append(matcher.group());
      } else {
        literal(set, value, raw);
      }
    }
    literal(text.substring(end), value, raw);
    return new Node.Scalar(value.toString(), raw.toString(), plain && !value.isEmpty(), place);
  }

  private void secret(
      String name,
      String set,
      Place place,
      Problems problems,
      StringBuilder value,
      StringBuilder raw,
      String reference) {
    if (set == null) {
      problems.add(
          place, "unset-variable", "the secret environment variable " + name + " is not set");
    } else {
      value.append(set);
      if (set.length() >= SHORTEST_MASKED) {
        secrets.add(set);
      }
    }
    raw.append(reference);
  }

  private static void literal(String text, StringBuilder value, StringBuilder raw) {
    value.append(text);
    raw.append(escape(text));
  }

  /** The text as a file must have it so that no variable is seen in it. */
  public static String escape(String text) {
    return text.replace("${", "$${");
  }

  /** The text with every secret value replaced by {@code ***}. */
  public String mask(String text) {
    String masked = text;
    for (String secret : secrets) {
      masked = masked.replace(secret, "***");
    }
    return masked;
  }
}

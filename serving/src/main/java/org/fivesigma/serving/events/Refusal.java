package org.fivesigma.serving.events;

import java.util.LinkedHashMap;
import java.util.Map;

/** A request that cannot be answered as asked: an HTTP status and what is wrong, where. */
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final int status;
  private final transient Map<String, Object> details = new LinkedHashMap<>();

  /**
   * A refusal.
   *
   * @param code stable, in kebab case
   */
  public Refusal(int status, String code, String message) {
    super(message, null, false, false);
    this.status = status;
    details.put("code", code);
    details.put("message", message);
  }

  /** A bad value or text in the body. */
  public static Refusal bad(String code, String message) {
    return new Refusal(400, code, message);
  }

  /** Where in the body, both counted from 1. */
  public Refusal at(long line, long column) {
    details.put("line", line);
    details.put("column", column);
    return this;
  }

  /** The feature or header field it is about. */
  public Refusal name(String name) {
    details.put("name", name);
    return this;
  }

  /** What to do instead. */
  public Refusal hint(String hint) {
    details.put("hint", hint);
    return this;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** The error as the body of the answer. */
  public Map<String, Object> document() {
    return Map.of("error", details);
  }
}

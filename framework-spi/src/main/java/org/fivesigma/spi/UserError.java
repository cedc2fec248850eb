package org.fivesigma.spi;

import java.util.Optional;

/**
 * A mistake of the user that only a plugin can see: a path that does not exist, a column that is
 * not there, a value out of the physics' range. The framework turns it into an error with file,
 * line, column and a suggestion; it never shows a stack trace for it, and the exit code is 2.
 *
 * <p>{@code key} names the option that asked for it. Inside a plugin it is the plugin's own option
 * ({@code path}); the framework that calls the plugin puts the place before it with {@link #under}.
 */
public final class UserError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String code;
  private final String key;
  private final String hint;

  private UserError(String code, String message, String key, String hint, Throwable cause) {
    super(message, cause);
    this.code = code;
    this.key = key;
    this.hint = hint;
  }

  /**
   * An error with a stable code.
   *
   * @param code stable, in kebab case, such as {@code missing-column}
   * @param message what is wrong and what was expected, one sentence, no trailing full stop
   */
  public static UserError of(String code, String message) {
    return new UserError(code, message, null, null, null);
  }

  /** The same error, pointing at an option (a dotted path, {@code [i]} for places in lists). */
  public UserError at(String optionPath) {
    return new UserError(code, getMessage(), optionPath, hint, getCause());
  }

  /** The same error with the key's path put behind {@code prefix}. */
  public UserError under(String prefix) {
    String path = key == null ? prefix : key.startsWith("[") ? prefix + key : prefix + "." + key;
    return new UserError(code, getMessage(), path, hint, this);
  }

  /** The same error with a suggestion, such as {@code did you mean 'lep_pt'?}. */
  public UserError hint(String suggestion) {
    return new UserError(code, getMessage(), key, suggestion, getCause());
  }

  /** The same error with the exception that was its reason (shown by {@code --debug} only). */
  public UserError because(Throwable reason) {
    return new UserError(code, getMessage(), key, hint, reason);
  }

  /** The stable code. */
  public String code() {
    return code;
  }

  /** The path of the key that asked for it. */
  public Optional<String> key() {
    return Optional.ofNullable(key);
  }

  /** A suggestion. */
  public Optional<String> hint() {
    return Optional.ofNullable(hint);
  }
}

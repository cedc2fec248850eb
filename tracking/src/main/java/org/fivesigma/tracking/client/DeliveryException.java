package org.fivesigma.tracking.client;

/** A server did not take what was sent; the message is one line for the user. */
public abstract sealed class DeliveryException extends Exception
    permits DeliveryException.Unreachable, DeliveryException.Refused {
  private static final long serialVersionUID = 1L;

  private DeliveryException(String message, Throwable cause) {
    super(message, cause);
  }

  /** No answer, or one that says that the server is in trouble: worth another try later. */
  public static final class Unreachable extends DeliveryException {
    private static final long serialVersionUID = 1L;

    private final boolean nobody;

    /** A server that is in trouble; with the reason, where there is one. */
    public Unreachable(String message, Throwable cause) {
      this(message, cause, false);
    }

    /**
     * @param nobody whether nothing listens at the address, or none is known
     */
    public Unreachable(String message, Throwable cause, boolean nobody) {
      super(message, cause);
      this.nobody = nobody;
    }

    /** Whether there is no server at all, rather than one in trouble. */
    public boolean nobody() {
      return nobody;
    }
  }

  /** The server understood and said no: the same request will be refused again. */
  public static final class Refused extends DeliveryException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    /**
     * @param status HTTP status, 4xx
     * @param code MLflow's error code, such as {@code RESOURCE_DOES_NOT_EXIST}; may be empty
     */
    public Refused(int status, String code, String message) {
      super(message, null);
      this.status = status;
      this.code = code;
    }

    /** HTTP status. */
    public int status() {
      return status;
    }

    /** MLflow's error code, or empty. */
    public String code() {
      return code;
    }

    /** Whether credentials are missing, wrong or too weak: nothing will be taken. */
    public boolean credentials() {
      return status == 401 || status == 403;
    }

    /** Whether it is the thing that is missing, as MLflow says it. */
    public boolean absent() {
      return code.equals("RESOURCE_DOES_NOT_EXIST");
    }

    /** Whether the server's database found the same thing made at the same moment. */
    public boolean conflict() {
      return status == 400 && getMessage().contains("UNIQUE constraint");
    }

    /** Whether the server does not know this kind of request: an older one. */
    public boolean unknownRequest() {
      return (status == 404 && !absent()) || status == 405 || status == 501;
    }
  }
}

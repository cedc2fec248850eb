/** MLflow's REST interface: requests with time-outs and retries, and the calls that are needed. */
package org.fivesigma.tracking.client;

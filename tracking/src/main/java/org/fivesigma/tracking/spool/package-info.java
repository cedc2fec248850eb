/** What was told of a run, on disk before it is sent: the folder {@code tracking/} of a run. */
package org.fivesigma.tracking.spool;

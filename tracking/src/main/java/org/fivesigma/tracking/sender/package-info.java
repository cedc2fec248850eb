/** A process of its own that sends runs, so that the one which trains has nothing to do with it. */
package org.fivesigma.tracking.sender;

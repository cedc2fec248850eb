/** How runs are shown elsewhere: trackers, fed while a run goes, and the servers behind them. */
package org.fivesigma.spi.track;

/**
 * What every plugin shares with the framework: errors a user can act on and seeded random streams.
 */
package org.fivesigma.spi;

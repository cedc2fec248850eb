/** The toy source: seeded Monte Carlo generators of events whose truth is known. */
package org.fivesigma.data.toy;

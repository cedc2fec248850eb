/** What can be said about data before any model: who looks, and what is found. */
package org.fivesigma.spi.explore;

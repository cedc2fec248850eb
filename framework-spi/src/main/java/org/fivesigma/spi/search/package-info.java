/** Search: what is varied, which settings come next, and which trials are stopped early. */
package org.fivesigma.spi.search;

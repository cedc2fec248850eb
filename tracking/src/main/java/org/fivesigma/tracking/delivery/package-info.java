/** Brings runs to a server: while they go, and as a comparison of folder and server afterwards. */
package org.fivesigma.tracking.delivery;

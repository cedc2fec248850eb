/** The tracking server on this machine: installed, started, found again and stopped. */
package org.fivesigma.tracking.server;

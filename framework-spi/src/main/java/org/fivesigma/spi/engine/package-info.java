/** The libraries that models compute with, and the devices they see. */
package org.fivesigma.spi.engine;

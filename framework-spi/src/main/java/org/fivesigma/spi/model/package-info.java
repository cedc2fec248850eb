/** Trainers, models and what they are given. */
package org.fivesigma.spi.model;

/** Schedules of the learning rate. */
package org.fivesigma.models.network.schedule;

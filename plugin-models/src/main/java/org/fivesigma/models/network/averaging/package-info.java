/** One model from many moments of one training. */
package org.fivesigma.models.network.averaging;

/** Downloads of public data sets. */
package org.fivesigma.data.fetch;

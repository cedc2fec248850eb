/** The csv source: finds out the types of the columns and parses files once. */
package org.fivesigma.data.csv;

/** The models that come with the framework. */
package org.fivesigma.models;

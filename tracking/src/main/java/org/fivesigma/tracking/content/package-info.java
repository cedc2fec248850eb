/** What a run folder holds, in MLflow's terms: names, points, parameters, tags, files, inputs. */
package org.fivesigma.tracking.content;

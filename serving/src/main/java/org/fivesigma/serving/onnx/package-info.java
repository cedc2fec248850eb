/** Bundles as ONNX graphs: writing them, and checking them with ONNX Runtime. */
package org.fivesigma.serving.onnx;

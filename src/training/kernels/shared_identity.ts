/**
 * tfjs's `Identity` without a copy.
 *
 * A gradient keeps what it will need by way of clones, and the WASM backend
 * copies each of them: on the maps of a step that is as much memory traffic as
 * a whole pass over the network. Tensors are never written to once they are
 * made, so a clone can share the values, as it does on tfjs's other backends.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import "@tensorflow/tfjs-backend-wasm"; // whose kernel is replaced

tf.unregisterKernel(tf.Identity, "wasm");
tf.registerKernel({
  kernelName: tf.Identity,
  backendName: "wasm",
  kernelFunc({ inputs, backend }) {
    const { x } = inputs as Record<string, tf.TensorInfo>;
    (backend as tf.KernelBackend).incRef(x!.dataId);
    return { dataId: x!.dataId, shape: x!.shape, dtype: x!.dtype };
  },
});

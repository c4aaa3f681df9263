/** Hears the microphone while the button is down, and shows how it sounds. */
import { openMicrophone, openStream } from "/client/client/mod.js"; // "@undertone/client"

const url = new URLSearchParams(location.search).get("server") ??
  "ws://127.0.0.1:8000/v1/stream";
const [button, state, label] = ["talk", "state", "label"]
  .map((id) => document.getElementById(id));
let microphone;

button.onclick = async () => {
  if (microphone) return microphone.stop();
  try {
    microphone = await openMicrophone({
      workletUrl: "/client/microphone_worklet.js",
    });
    button.textContent = "Stop";
    await talk(microphone);
  } catch (error) {
    state.textContent = error.message;
  }
  microphone?.stop();
  microphone = undefined;
  button.textContent = "Talk";
};

async function talk(microphone) {
  const stream = await openStream(url, {
    sampleRateHz: microphone.sampleRateHz,
    onState: (now) => state.textContent = now,
    onPrediction: (prediction) => show(prediction),
  });
  for await (const chunk of microphone) await stream.send(chunk);
  const { summary: [whole] } = await stream.close();
  label.textContent = `All in all: ${whole.label ?? "no speech"}`;
}

function show({ label: name, confidence }) {
  label.textContent = name === null
    ? "no speech"
    : `${name} (${Math.round(100 * confidence)} %)`;
}

import { useSignal } from "@preact/signals";
import type { Role } from "../../protocol/native/messages.ts";
import { ROLES } from "../../protocol/native/messages.ts";
import { FileSource } from "../audio/file_source.ts";
import { openMicrophoneSource } from "../audio/microphone_source.ts";
import { microphoneTrouble } from "../audio/microphone_trouble.ts";
import { MAX_FILE_HOURS, openWavFile } from "../audio/wav_file.ts";
import { startCall } from "../live/current.ts";
import type { Trouble } from "../trouble.ts";
import { TroubleView } from "./trouble_view.tsx";

/** How fast a file is streamed; 0: as fast as the server hears. */
const SPEEDS: readonly (readonly [number, string])[] = [
  [1, "as it was spoken"],
  [0, "as fast as the server hears"],
];

/** Chooses what is streamed. */
export function SourceForm() {
  const trouble = useSignal<Trouble | undefined>(undefined);
  const speed = useSignal(1);
  const role = useSignal<Role>("customer");
  const isOver = useSignal(false);

  const speak = async () => {
    trouble.value = undefined;
    try {
      startCall(await openMicrophoneSource(), [role.value]);
    } catch (fault) {
      trouble.value = microphoneTrouble(fault);
    }
  };
  const take = async (file: File | undefined) => {
    if (!file) return;
    trouble.value = undefined;
    try {
      const wav = await openWavFile(file);
      const roles = wav.channelCount === 1
        ? [role.value]
        : [role.value, otherOf(role.value)];
      startCall(new FileSource(wav, speed.value), roles);
    } catch (fault) {
      trouble.value = fileTrouble(file.name, fault);
    }
  };

  return (
    <section
      class={`source ${isOver.value ? "over" : ""}`}
      aria-label="Audio"
      onDragOver={(event) => {
        event.preventDefault();
        isOver.value = true;
      }}
      onDragLeave={() => isOver.value = false}
      onDrop={(event) => {
        event.preventDefault();
        isOver.value = false;
        take(event.dataTransfer?.files[0]);
      }}
    >
      <div class="ways">
        <button type="button" class="primary" onClick={speak}>
          Use the microphone
        </button>
        <label class="file">
          <span>Choose a WAV file, or drop one here</span>
          <input
            type="file"
            accept=".wav,audio/wav,audio/x-wav"
            onChange={(event) => {
              take(event.currentTarget.files?.[0]);
              event.currentTarget.value = ""; // the same file may be chosen again
            }}
          />
        </label>
      </div>
      <div class="options">
        <label>
          Whose voice (of two channels, the first){" "}
          <select
            value={role.value}
            onChange={(event) => role.value = event.currentTarget.value as Role}
          >
            {ROLES.map((role) => <option key={role}>{role}</option>)}
          </select>
        </label>
        <label>
          A file is streamed{" "}
          <select
            value={speed.value}
            onChange={(event) =>
              speed.value = Number(event.currentTarget.value)}
          >
            {SPEEDS.map(([value, name]) => (
              <option key={value} value={value}>{name}</option>
            ))}
          </select>
        </label>
      </div>
      <p class="hint">
        WAV, one or two channels, 8 to 48 kHz, up to {MAX_FILE_HOURS}{" "}
        hours, streamed a piece at a time. The audio goes to this server alone
        and is not stored.
      </p>
      <TroubleView trouble={trouble.value} />
    </section>
  );
}

/** Who is on the other channel. */
function otherOf(role: Role): Role {
  return role === "agent" ? "customer" : "agent";
}

function fileTrouble(name: string, fault: unknown): Trouble {
  const detail = fault instanceof Error ? fault.message : String(fault);
  if (fault instanceof SyntaxError) {
    return {
      what: `“${name}” is not a WAV file that can be streamed.`,
      wayOn:
        "Choose a WAV file of one or two channels, 8 to 48 kHz; other formats can be saved as WAV by most audio programs.",
      detail,
    };
  }
  return {
    what: `“${name}” cannot be read.`,
    wayOn: "Check that it is still there, then choose it again.",
    detail,
  };
}

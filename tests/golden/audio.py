"""Golden values for src/audio, computed with NumPy, SciPy and Python's audioop.

    python3 -W ignore tests/golden/audio.py > tests/golden/audio.json

Nothing here is a translation of the TypeScript: filters are dense matrices,
transforms are numpy.fft, tapers and polyphase filtering are SciPy's, G.711 is
CPython's. Versions and date of the last run are in the file's head.

A row of numbers is a string, since the formatter would give each a line.
"""

import audioop
import base64
import datetime
import io
import json
import math
import platform
import struct
import wave

import numpy as np
import scipy
import scipy.io.wavfile
from scipy.signal import get_window, upfirdn

RATE_HZ = 16_000
FRAME, HOP, FFT = 400, 160, 512
MELS, MIN_HZ, MAX_HZ, FLOOR = 64, 60.0, 4_000.0, 1e-7


def row(values, digits=9):
    return " ".join(f"{value:.{digits}g}" for value in values)


# --- signals, the same as in tests/audio/_signals.ts ------------------------


def quantise(samples):
    """To 16 bits, so that the last digit of a sine is no matter."""
    return np.floor(np.asarray(samples) * 32768 + 0.5) / 32768


def chirp(rate_hz, count):
    t = np.arange(count) / rate_hz
    end_hz = 0.48 * rate_hz
    slope = (end_hz - 50) / (count / rate_hz)
    return quantise(0.5 * np.sin(2 * np.pi * (50 * t + slope * t * t / 2)))


def noise(count):
    state, values = 1, []
    for _ in range(count):
        state = (1664525 * state + 1013904223) % 2**32
        values.append(((state >> 16) - 32768) / 2**17)
    return np.array(values)


def voice(rate_hz, count):
    """Harmonics of a gliding 120 Hz, loud where a vowel has its formants, at 4 syllables a second."""
    t = np.arange(count) / rate_hz
    turns = 120 * t + 15 * t * t
    wave = np.zeros(count)
    for h in range(1, 26):
        hz = 120 * h
        level = sum(
            math.exp(-(((hz - formant) / 150) ** 2)) for formant in (500, 1500, 2500)
        )
        wave += (level + 0.05) / h * np.sin(2 * np.pi * h * turns)
    return quantise(0.2 * wave * (0.5 - 0.5 * np.cos(2 * np.pi * 4 * t)))


SIGNALS = {
    "chirp": chirp(RATE_HZ, 8_000),
    "noise": noise(8_000),
    "voice": voice(RATE_HZ, 8_000),
    "silence": np.zeros(8_000),
}


# --- log-Mel ----------------------------------------------------------------


def filterbank():
    """[mels, bins], HTK scale, each row summing to 1."""
    mel = lambda hz: 2595 * np.log10(1 + hz / 700)
    points = np.linspace(mel(MIN_HZ), mel(MAX_HZ), MELS + 2)
    edges = 700 * (10 ** (points / 2595) - 1)
    bins_hz = np.fft.rfftfreq(FFT, 1 / RATE_HZ)
    bank = np.stack(
        [np.interp(bins_hz, edges[m : m + 3], [0, 1, 0]) for m in range(MELS)]
    )
    return bank / bank.sum(axis=1, keepdims=True)


def log_mel(samples):
    """[frames, mels], as the recipe says."""
    taper = get_window("hann", FRAME)
    frames = np.lib.stride_tricks.sliding_window_view(samples, FRAME)[::HOP]
    power = np.abs(np.fft.rfft(frames * taper, FFT)) ** 2 / np.sum(taper**2)
    return np.log(power @ filterbank().T + FLOOR)


# --- resampler --------------------------------------------------------------


def resample(samples, from_hz, to_hz):
    """All outputs at n * from / to, by one long filter at the common multiple of the rates."""
    divisor = math.gcd(from_hz, to_hz)
    up, down = to_hz // divisor, from_hz // divisor
    ratio = min(1, to_hz / from_hz)
    half = 2 * math.ceil(26 / 2 / ratio)
    cutoff = 1 if ratio == 1 else 0.9 * ratio
    t = np.arange(-half * up, half * up + 1) / up
    taper = np.i0(7.857 * np.sqrt(1 - (t / half) ** 2)) / np.i0(7.857)
    taper[[0, -1]] = 0
    filter_ = np.sinc(cutoff * t) * taper
    for phase in range(up):
        filter_[phase::up] /= filter_[phase::up].sum()
    count = math.ceil(len(samples) * to_hz / from_hz)
    padded = np.concatenate([samples, np.zeros(2 * half)])
    return upfirdn(filter_, padded, up)[half * up :: down][:count]


def resampled(from_hz, to_hz):
    every = 13  # prime to the phases, so that outputs of all kinds are taken
    outputs = resample(chirp(from_hz, from_hz // 20), from_hz, to_hz)
    return {
        "fromHz": from_hz,
        "toHz": to_hz,
        "count": len(outputs),
        "every": every,
        "outputs": row(outputs[::every]),
    }


# --- G.711 ------------------------------------------------------------------


def g711(decode, encode):
    """The decoder's table, and the encoder as the runs of integers that share a code."""
    linear = struct.pack("<65536h", *range(-32768, 32768))
    codes = encode(linear, 2)
    starts = [i for i in range(65536) if i == 0 or codes[i] != codes[i - 1]]
    return {
        "decoded": row(struct.unpack("<256h", decode(bytes(range(256)), 2))),
        "runs": {
            "first": row([i - 32768 for i in starts]),
            "code": row([codes[i] for i in starts]),
        },
    }


# --- WAV files --------------------------------------------------------------


def wav(name, values, scale, rate_hz, write):
    file = io.BytesIO()
    write(file)
    return {
        "name": name,
        "sampleRateHz": rate_hz,
        "file": base64.b64encode(file.getvalue()).decode(),
        "samples": row(np.asarray(values, float).ravel() / scale, 17),
    }


def scipy_wav(name, values, scale, rate_hz):
    """Floats and wide integers get a chunk "fact"."""
    return wav(
        name,
        values.astype(float) - (128 if values.dtype == np.uint8 else 0),
        scale,
        rate_hz,
        lambda file: scipy.io.wavfile.write(file, rate_hz, values),
    )


def wave_24(values, rate_hz):
    def write(file):
        with wave.open(file, "wb") as writer:
            writer.setparams((1, 3, rate_hz, 0, "NONE", ""))
            writer.writeframes(b"".join(struct.pack("<i", x)[:3] for x in values))

    return wav("24-bit integers", values, 2**23, rate_hz, write)


INT32_EDGES = np.array([-(2**31), 2**31 - 2**7, -(2**30), 0, 2**7], np.int32)

golden = {
    "madeBy": "python3 -W ignore tests/golden/audio.py > tests/golden/audio.json",
    "date": datetime.date.today().isoformat(),
    "versions": {
        "python": platform.python_version(),
        "numpy": np.__version__,
        "scipy": scipy.__version__,
    },
    "filterbank": [
        {"firstBin": int(np.flatnonzero(band)[0]), "weights": row(band[band > 0])}
        for band in filterbank()
    ],
    "logMel": [
        {"signal": name, "row": index, "values": row(log_mel(SIGNALS[name])[index])}
        for name, index in [
            ("chirp", 0),
            ("chirp", 11),
            ("chirp", 22),
            ("chirp", 47),
            ("noise", 0),
            ("noise", 47),
            ("voice", 6),
            ("voice", 12),
            ("voice", 25),
            ("silence", 3),
        ]
    ],
    "resampled": [
        resampled(8_000, 16_000),
        resampled(11_025, 16_000),
        resampled(12_345, 16_000),
        resampled(24_000, 16_000),
        resampled(44_100, 16_000),
        resampled(48_000, 16_000),
        resampled(16_000, 8_000),
    ],
    "wav": [
        scipy_wav("8-bit integers", np.array([0, 1, 128, 255], np.uint8), 128, 8_000),
        scipy_wav("16-bit integers", (INT32_EDGES >> 16).astype(np.int16), 2**15, 11_025),
        wave_24([-(2**23), 2**23 - 1, -1, 0, 1], 44_100),
        scipy_wav("32-bit integers", INT32_EDGES, 2**31, 48_000),
        scipy_wav("32-bit floats", np.array([-8, 0.1, 1], np.float32), 1, 16_000),
        scipy_wav("64-bit floats", np.array([-1, 0.1, 1e-9]), 1, 16_000),
        scipy_wav(
            "stereo", np.array([[1, -1], [2, -2], [3, -3]], np.int16), 2**15, 22_050
        ),
    ],
    "g711": {
        "mulaw": g711(audioop.ulaw2lin, audioop.lin2ulaw),
        "alaw": g711(audioop.alaw2lin, audioop.lin2alaw),
    },
}
print(json.dumps(golden, indent=2))

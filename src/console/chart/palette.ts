/**
 * The colours of emotions, told apart by the colour-blind as well; a name in text
 * always stands beside them.
 *
 * Source: Okabe and Ito, "Color Universal Design", 2008; grey in place of black.
 *
 * @module
 */

const GREY = "#8f8f8f";
const BLUE = "#0072b2";
const YELLOW = "#f0e442";
const SKY = "#56b4e9";
const VERMILLION = "#d55e00";
const PURPLE = "#cc79a7";
const GREEN = "#009e73";
const ORANGE = "#e69f00";

const BY_LABEL: Readonly<Record<string, string>> = {
  neutral: GREY,
  calm: BLUE,
  happy: YELLOW,
  sad: SKY,
  angry: VERMILLION,
  fearful: PURPLE,
  disgust: GREEN,
  surprised: ORANGE,
};

const IN_ORDER = [
  BLUE,
  ORANGE,
  GREEN,
  VERMILLION,
  SKY,
  PURPLE,
  YELLOW,
  GREY,
];

/** The colour of a label; those of a model of one's own get one by their place. */
export function colourOf(label: string, labels: readonly string[]): string {
  const known = labels.every((label) => label in BY_LABEL);
  if (known) return BY_LABEL[label] ?? GREY;
  return IN_ORDER[labels.indexOf(label) % IN_ORDER.length] ?? GREY;
}

/** Black or white, whichever is read more easily on a colour. */
export function inkOn(colour: string): "#000" | "#fff" {
  const [red, green, blue] = [1, 3, 5].map((at) =>
    linear(parseInt(colour.slice(at, at + 2), 16) / 255)
  ) as [number, number, number];
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  return luminance > EVEN_LUMINANCE ? "#000" : "#fff";
}

/** Where black and white contrast alike. Source: WCAG 2.2, contrast ratio. */
const EVEN_LUMINANCE = Math.sqrt(1.05 * 0.05) - 0.05;

/** Source: WCAG 2.2, relative luminance. */
function linear(channel: number): number {
  return channel <= 0.04045
    ? channel / 12.92
    : ((channel + 0.055) / 1.055) ** 2.4;
}

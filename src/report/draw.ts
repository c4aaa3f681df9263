/**
 * Draws pictures as SVG, without a screen and without a browser.
 *
 * @module
 */
// Charts from descriptions, drawn without a browser; vega-lite is their short form.
import * as vega from "vega";
import { compile, type Config } from "vega-lite";
import { escapeHtml } from "./escape.ts";
import { COLOURS, type Picture } from "./picture.ts";

const FONT =
  "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";

/** Plain white below, whatever the page: the same file serves light and dark. */
const CONFIG: Config = {
  background: "#ffffff",
  font: FONT,
  // Its labels would be one per mark; the picture has a title and a description.
  aria: false,
  view: { stroke: null },
  title: {
    anchor: "start",
    color: COLOURS.ink,
    subtitleColor: COLOURS.faint,
    fontSize: 15,
    fontWeight: 600,
    subtitleFontSize: 11.5,
    subtitlePadding: 5,
    offset: 16,
  },
  axis: {
    domainColor: COLOURS.line,
    gridColor: "#eaeef2",
    tickColor: COLOURS.line,
    tickSize: 4,
    labelColor: COLOURS.ink,
    titleColor: COLOURS.faint,
    labelFontSize: 12,
    // Widths are guessed too wide where there is no screen: nothing is cut.
    labelLimit: 0,
    titleFontSize: 12,
    titleFontWeight: "normal",
    titlePadding: 8,
  },
  legend: {
    orient: "top",
    title: null,
    labelColor: COLOURS.ink,
    labelFontSize: 12,
    labelLimit: 0,
    symbolSize: 90,
    symbolStrokeWidth: 2.5,
    offset: 8,
    columnPadding: 14,
  },
};

/** Distance of the title from the picture's left edge. */
const MARGIN_PX = 16;

/** Draws a picture; the same picture gives the same bytes. */
export async function drawPicture(picture: Picture): Promise<string> {
  const { spec, title, source } = picture;
  const text = { text: title, subtitle: source };
  const titled = {
    ...spec,
    title: { ...text, ...atLeftEdge(spec) },
    config: CONFIG,
  };
  const view = new vega.View(vega.parse(compile(titled).spec), {
    renderer: "none",
  });
  try {
    return accessible(await view.toSVG(), picture);
  } finally {
    view.finalize();
  }
}

/** Of one plot by its padding; several panels end where their axes do. */
function atLeftEdge(spec: Picture["spec"]) {
  if ("vconcat" in spec) return { frame: "bounds" } as const;
  const { padding } = spec;
  const left = typeof padding === "object" && "left" in padding
    ? padding.left ?? 0
    : 0;
  return { frame: "group", dx: MARGIN_PX - left } as const;
}

/** Opens with what the picture is, for those who hear it read. */
function accessible(
  svg: string,
  { name, title, description }: Picture,
): string {
  const [titleId, descriptionId] = [`${name}-title`, `${name}-desc`];
  return svg.replace(
    /^<svg ([^>]*?) class="marks"([^>]*)>/,
    (_, before: string, after: string) =>
      `<svg ${before}${after} role="img" aria-labelledby="${titleId} ${descriptionId}">` +
      `<title id="${titleId}">${escapeHtml(title)}</title>` +
      `<desc id="${descriptionId}">${escapeHtml(description)}</desc>`,
  );
}

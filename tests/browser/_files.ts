/** What the page draws and hands out. */
import type { Page } from "puppeteer-core";

/** Different colours on a canvas: a few where nothing is drawn, many where sound is. */
export function coloursOn(page: Page, selector: string): Promise<number> {
  return page.$eval(selector, (element) => {
    const canvas = element as HTMLCanvasElement;
    const { data } = canvas.getContext("2d")!
      .getImageData(0, 0, canvas.width, canvas.height);
    return new Set(new Uint32Array(data.buffer)).size;
  });
}

/** Clicks a button by its name, and reads the file that comes of it. */
export async function download(page: Page, name: string): Promise<string> {
  const folder = await Deno.makeTempDir();
  const session = await page.createCDPSession();
  try {
    const done = Promise.withResolvers<string>();
    session.on("Browser.downloadProgress", ({ state, guid }) => {
      if (state === "completed") done.resolve(guid);
      if (state === "canceled") done.reject(new Error("download canceled"));
    });
    await session.send("Browser.setDownloadBehavior", {
      behavior: "allowAndName",
      downloadPath: folder,
      eventsEnabled: true,
    });
    await page.locator(`::-p-text(${name})`).click();
    return await Deno.readTextFile(`${folder}/${await done.promise}`);
  } finally {
    await session.detach();
    await Deno.remove(folder, { recursive: true });
  }
}

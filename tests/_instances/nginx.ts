/**
 * A real nginx with the configuration that the docs show, on free ports, without
 * a trace on the system.
 *
 * @module
 */
import { freePort, listening, startProgram } from "../_system_program.ts";

const EXAMPLE = new URL("../../docs/nginx.conf", import.meta.url);

/** An address of nginx, and the instances behind it. */
export interface Site {
  /** Host and port of the instances. */
  readonly servers: readonly [string, string];
  /** Whether the second is asked only where the first is gone. */
  readonly isSecondBackup: boolean;
}

/** Nginx, until the end of its scope. */
export class TestNginx {
  readonly #folder: string;
  readonly #process: Deno.ChildProcess;
  /** Host and port of each site, by its name. */
  readonly addresses: Readonly<Record<string, string>>;

  /** Starts it, with a site of each name. */
  static async start(
    sites: Readonly<Record<string, Site>>,
  ): Promise<TestNginx> {
    const folder = await Deno.makeTempDir({ prefix: "nginx-" });
    const example = await Deno.readTextFile(EXAMPLE);
    const ports = Object.keys(sites).map(freePort);
    const parts = Object.entries(sites).map(([name, site], i) =>
      siteText(example, name, site, ports[i]!)
    );
    const file = `${folder}/nginx.conf`;
    await Deno.writeTextFile(file, wholeText(folder, parts));
    const process = startProgram("nginx", {
      args: ["-p", folder, "-c", file, "-e", `${folder}/error.log`],
      debianPackage: "nginx",
    });
    for (const port of ports) await listening(port, process);
    const addresses = Object.keys(sites).map((
      name,
      i,
    ) => [name, `127.0.0.1:${ports[i]}`]);
    return new TestNginx(folder, process, Object.fromEntries(addresses));
  }

  private constructor(
    folder: string,
    process: Deno.ChildProcess,
    addresses: Readonly<Record<string, string>>,
  ) {
    this.#folder = folder;
    this.#process = process;
    this.addresses = addresses;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#process.kill("SIGTERM");
    await this.#process.status;
    await Deno.remove(this.#folder, { recursive: true });
  }
}

/** The example with a site's own name, port and instances. */
function siteText(
  example: string,
  name: string,
  { servers, isSecondBackup }: Site,
  port: number,
): string {
  const changes: [string, string][] = [
    ["127.0.0.1:8001", servers[0]],
    ["127.0.0.1:8002", servers[1] + (isSecondBackup ? " backup" : "")],
    ["listen 8080", `listen 127.0.0.1:${port}`],
  ];
  const text = changes.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`docs/nginx.conf lacks ${from}`);
    return text.replace(from, to);
  }, example);
  return text.replaceAll(/\bundertone\b/g, `site_${name}`)
    .replaceAll("$upgrade_or_none", `$upgrade_${name}`);
}

function wholeText(folder: string, parts: readonly string[]): string {
  const folders = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
    .map((name) => `${name}_temp_path ${folder}/${name};`);
  return `
daemon off;
master_process off;
pid ${folder}/nginx.pid;
events { worker_connections 1024; }
http {
access_log off;
${folders.join("\n")}
${parts.join("\n")}
}`;
}

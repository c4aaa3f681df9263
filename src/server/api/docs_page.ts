/**
 * The descriptions of the interface as a page to read: no program is in it.
 *
 * @module
 */
import { html, raw } from "hono/html";
import type { HtmlEscapedString } from "hono/utils/html";

type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

/** A schema, as far as the page shows it. */
interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema | readonly Schema[];
  readonly anyOf?: readonly Schema[];
}

type Content = Readonly<Record<string, { readonly schema?: Schema }>>;

interface Operation {
  readonly summary: string;
  readonly description?: string;
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly description: string;
  }[];
  readonly requestBody?: {
    readonly description: string;
    readonly content: Content;
  };
  readonly responses: Readonly<
    Record<string, { readonly description: string; readonly content?: Content }>
  >;
}

/** What the page needs of an OpenAPI document. */
export interface HttpDocument {
  readonly paths: Readonly<
    Record<string, Readonly<Record<string, Operation>>>
  >;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

/** What the page needs of an AsyncAPI document. */
export interface SocketDocument {
  readonly channels: Readonly<
    Record<string, {
      readonly address: string;
      readonly description: string;
      readonly messages: Readonly<
        Record<string, { readonly name: string; readonly payload: Schema }>
      >;
    }>
  >;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

/** Where the page's style is. */
export const STYLE_PATH = "/v1/docs.css";

/** Draws the page. */
export function docsPage(http: HttpDocument, sockets: SocketDocument): Html {
  const schemas = { ...sockets.components.schemas, ...http.components.schemas };
  return html`
    <!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Undertone: the interface</title>
        <link rel="stylesheet" href="${STYLE_PATH}">
      </head>
      <body>
        <header>
          <h1>Undertone: the interface</h1>
          <p>For programs: <a href="/v1/openapi.json">OpenAPI</a> of HTTP, <a href="/v1/asyncapi.json">AsyncAPI</a> of the sockets. Both are made from the types of the code.</p>
          <nav><a href="#http">HTTP</a> <a href="#sockets">Sockets</a> <a href="#schemas">Messages and bodies</a></nav>
        </header>
        <main>
    <h2 id="http">HTTP</h2>
    ${all(
      Object.entries(http.paths).flatMap(([path, operations]) =>
        Object.entries(operations).map(([method, operation]) =>
          route(method, path, operation)
        )
      ),
    )}
    <h2 id="sockets">Sockets</h2>
    ${all(Object.values(sockets.channels).map(socket))}
    <h2 id="schemas">Messages and bodies</h2>
    ${all(
      Object.entries(schemas).map(([name, schema]) => described(name, schema)),
    )}
        </main>
      </body>
    </html>
  `;
}

function route(method: string, path: string, operation: Operation): Html {
  const { summary, description, parameters = [], requestBody, responses } =
    operation;
  return html`<section><h3><b>${method.toUpperCase()}</b> <code>${path}</code></h3>
<p>${summary}. ${description ?? ""}</p>
${
    table(
      ["Parameter", ""],
      parameters.map(({ name, in: place, description }) => [
        html`<code>${name}</code>`,
        html`${description} (${place})`,
      ]),
    )
  }
${
    requestBody
      ? html`<p>Body: ${requestBody.description}. ${
        contents(requestBody.content)
      }</p>`
      : ""
  }
${
    table(
      ["Status", ""],
      Object.entries(responses).map(([status, { description, content }]) => [
        html`${status}`,
        html`${description}${content ? html`: ${contents(content)}` : ""}`,
      ]),
    )
  }</section>`;
}

function socket(
  { address, description, messages }: SocketDocument["channels"][string],
): Html {
  const rows = (prefix: string) =>
    Object.entries(messages).filter(([key]) => key.startsWith(prefix))
      .map(([, { name, payload }]) => [html`${name}`, kind(payload)]);
  return html`<section><h3><b>WS</b> <code>${address}</code></h3>
<p>${description}</p>
${table(["The client says", ""], rows("said_"))}
${table(["The server says", ""], rows("answered_"))}</section>`;
}

function described(name: string, schema: Schema): Html {
  const { description, properties, required = [] } = schema;
  return html`<section id="${name}"><h3>${name}</h3>
<p>${description ?? ""}${
    properties ? "" : html`
      ${kind(schema)}
    `
  }</p>
${
    table(
      ["Field", "Kind", ""],
      Object.entries(properties ?? {}).map(([field, inner]) => [
        html`<code>${field}</code>${
          required.includes(field) ? "" : " (may be left out)"
        }`,
        kind(inner),
        html`${inner.description ?? ""}`,
      ]),
    )
  }</section>`;
}

/** What a value is, in a few words. */
function kind(schema: Schema): Html {
  const { $ref, anyOf, items, type, properties } = schema;
  if ($ref !== undefined) return link($ref);
  if (schema.const !== undefined) return code(schema.const);
  if (schema.enum) return among(schema.enum.map(code));
  if (anyOf) return among(anyOf.map(kind));
  if (items) {
    return html`list of ${
      Array.isArray(items) ? among(items.map(kind)) : kind(items as Schema)
    }`;
  }
  if (properties) {
    return html`{ ${
      all(
        Object.entries(properties).map(([name, inner]) =>
          html`
            <code>${name}</code>: ${kind(inner)};
          `
        ),
      )
    }}`;
  }
  return html`${[type ?? "anything"].flat().join(" or ")}`;
}

function contents(content: Content): Html {
  return among(
    Object.entries(content).map(([type, { schema }]) =>
      html`${type}${schema ? html`, ${kind(schema)}` : ""}`
    ),
  );
}

function link(ref: string): Html {
  const name = ref.split("/").at(-1)!;
  return html`<a href="#${name}">${name}</a>`;
}

function code(value: unknown): Html {
  return html`<code>${JSON.stringify(value)}</code>`;
}

function table(
  heads: readonly string[],
  rows: readonly (readonly Html[])[],
): Html {
  if (rows.length === 0) return raw("");
  return html`
    <table>
      <thead>
        <tr>${all(heads.map((head) => html`<th scope="col">${head}</th>`))}</tr>
      </thead>
      <tbody>${all(
        rows.map((row) =>
          html`<tr>${all(row.map((cell) => html`<td>${cell}</td>`))}</tr>`
        ),
      )}</tbody>
    </table>
  `;
}

function among(parts: readonly Html[]): Html {
  return all(parts.map((part, i) =>
    i === 0 ? part : html`
      or ${part}
    `
  ));
}

function all(parts: readonly Html[]): Html {
  return html`${[...parts]}`;
}

/** What is handed to Compose, Prometheus and Grafana fits the server that it is for. */
import { assert, assertEquals } from "@std/assert";
// The files that are handed out are YAML.
import { parse } from "yaml";
import { startProgram } from "./_program.ts";
import { parseMetrics } from "./telemetry/_values.ts";

const ROOT = new URL("../", import.meta.url);

function read(path: string): string {
  return Deno.readTextFileSync(new URL(path, ROOT));
}

function yaml(path: string) {
  return parse(read(path), { strict: true, uniqueKeys: true });
}

/** Names of what is measured, as they stand in a query. */
async function measuredNames(): Promise<Set<string>> {
  const program = await startProgram({ RECORDS: "off" });
  try {
    const text = await (await fetch(`${program.httpUrl}/metrics`)).text();
    assert(parseMetrics(text).size > 0);
    const types = [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)];
    return new Set(
      types.flatMap(([, name, type]) =>
        type === "histogram"
          ? [`${name}_bucket`, `${name}_sum`, `${name}_count`]
          : [name!]
      ),
    );
  } finally {
    await program.stop();
  }
}

function namesIn(text: string): string[] {
  return text.match(/\b(?:undertone|process)_[a-z_]+\b(?=[{\s[)"]|$)/g) ?? [];
}

interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  readonly targets?: readonly { readonly expr: string }[];
}

const DASHBOARD: {
  readonly uid: string;
  readonly panels: readonly Panel[];
} = JSON.parse(read("deploy/grafana/dashboard.json"));

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly labels: { readonly severity: string };
  readonly annotations: {
    readonly summary: string;
    readonly description: string;
  };
}

const RULES: readonly Rule[] = yaml("deploy/prometheus/alerts.yml").groups
  .flatMap(({ rules }: { rules: Rule[] }) => rules);

const EXPRESSIONS = DASHBOARD.panels
  .flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));

Deno.test("dashboard and alerts ask for nothing that is not measured, and all that is measured is documented", async () => {
  const measured = await measuredNames();
  const shown = new Set(EXPRESSIONS.flatMap(namesIn));
  const alerted = new Set(RULES.flatMap(({ expr }) => namesIn(expr)));
  assertEquals(
    [...shown, ...alerted].filter((name) => !measured.has(name)),
    [],
  );
  assert(alerted.size > 10);
  const documented = read("docs/operate.md");
  const undocumented = [...measured]
    .map((name) => name.replace(/_(bucket|sum|count)$/, ""))
    .filter((name) => !documented.includes(`\`${name}\``));
  assertEquals(undocumented, []);
});

Deno.test("every panel says what it shows, under an id of its own", () => {
  const ids = DASHBOARD.panels.map(({ id }) => id);
  assertEquals(new Set(ids).size, ids.length);
  for (const { type, title, description, targets } of DASHBOARD.panels) {
    assert(title.length > 0);
    if (type !== "row") assert(description && targets?.length, title);
  }
});

Deno.test("every alert says whom to wake, what is wrong and what to do", () => {
  for (const { alert, labels, annotations } of RULES) {
    assert(["page", "ticket"].includes(labels.severity), alert);
    assert(annotations.summary && annotations.description, alert);
  }
});

Deno.test("brackets are closed in all that Prometheus is asked", () => {
  for (const expr of [...EXPRESSIONS, ...RULES.map(({ expr }) => expr)]) {
    const open: string[] = [];
    for (const bracket of expr.match(/[()[\]{}]/g) ?? []) {
      if ("([{".includes(bracket)) open.push(bracket);
      else {assertEquals(
          `${open.pop()}${bracket}`.match(/\(\)|\[\]|\{\}/)?.length,
          1,
        );}
    }
    assertEquals(open, [], expr);
  }
});

Deno.test("compose.yaml mounts what there is, and gives the server its end", () => {
  const { services, secrets, volumes } = yaml("compose.yaml");
  for (const [name, service] of Object.entries<Service>(services)) {
    for (const mount of service.volumes ?? []) {
      const [source] = mount.split(":");
      if (source!.startsWith("./")) {
        assert(Deno.statSync(new URL(source!, ROOT)));
      } else assert(source! in volumes, `${name}: ${source}`);
    }
    for (const secret of service.secrets ?? []) assert(secret in secrets);
    for (const other of Object.keys(service.depends_on ?? {})) {
      assert(other in services);
    }
    assert(service.image === undefined || /:.*\d/.test(service.image), name);
    // An image that starts as root takes a capability to become somebody else.
    if (service.image && service.cap_drop) assert(service.user, name);
  }
  assertEquals(services.undertone.read_only, true);
  assert(parseInt(services.undertone.stop_grace_period) > 5);
});

interface Service {
  readonly image?: string;
  readonly user?: string;
  readonly "cap_drop"?: readonly string[];
  readonly volumes?: readonly string[];
  readonly secrets?: readonly string[];
  readonly "depends_on"?: Readonly<Record<string, unknown>>;
}

Deno.test("Prometheus asks where compose.yaml has the server, with the secret that it mounts", () => {
  const { scrape_configs: [{ static_configs, authorization, metrics_path }] } =
    yaml("deploy/prometheus/prometheus.yml");
  const { services } = yaml("compose.yaml");
  const [host] = static_configs[0].targets[0].split(":");
  assert(host in services);
  assertEquals(metrics_path, "/metrics");
  const [secret] = services.prometheus.secrets;
  assertEquals(authorization.credentials_file, `/run/secrets/${secret}`);
  const [{ uid, url }] =
    yaml("deploy/grafana/provisioning/datasources/prometheus.yml").datasources;
  assertEquals([uid, url], ["prometheus", "http://prometheus:9090"]);
  assert(
    yaml("deploy/grafana/provisioning/dashboards/undertone.yml").providers,
  );
});

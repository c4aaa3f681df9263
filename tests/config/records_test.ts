import { assertEquals } from "@std/assert";
import { readRecordsConfig } from "../../src/config/records.ts";

const HERE = new URL("file:///srv/app/");

function read(env: Record<string, string>) {
  return readRecordsConfig((name) => env[name], HERE);
}

Deno.test("readRecordsConfig() records into data/calls.kv for 30 days unless told otherwise", () => {
  for (const env of [{}, { RECORDS: "", RECORDS_PATH: "", RECORDS_DAYS: "" }]) {
    assertEquals(read(env), {
      faults: [],
      config: {
        records: {
          isOn: true,
          file: new URL("file:///srv/app/data/calls.kv"),
          days: 30,
        },
      },
    });
  }
});

Deno.test("readRecordsConfig() takes the managed service on Deno Deploy, where no path is given", () => {
  const fileOf = (env: Record<string, string>) =>
    read({ DENO_DEPLOY: "1", ...env }).config.records.file;
  assertEquals(fileOf({}), undefined);
  assertEquals(fileOf({ RECORDS_PATH: "/tmp/a.kv" })?.pathname, "/tmp/a.kv");
});

Deno.test("readRecordsConfig() takes any path, and can be turned off", () => {
  const { records } = read({
    RECORDS: "off",
    RECORDS_PATH: "../calls #1?.kv",
    RECORDS_DAYS: "3650",
  }).config;
  assertEquals(records, {
    isOn: false,
    file: new URL("file:///srv/calls%20%231%3F.kv"),
    days: 3_650,
  });
});

Deno.test("readRecordsConfig() names all that is impossible", () => {
  const { faults } = read({
    RECORDS: "no",
    RECORDS_PATH: "data/",
    RECORDS_DAYS: "0",
  });
  assertEquals(faults, [
    'RECORDS must be on or off: current value is "no"',
    'RECORDS_DAYS must be a whole number from 1 to 3650: current value is "0"',
    'RECORDS_PATH must be a file: current value is "data/"',
  ]);
  for (const days of ["3651", "1.5", "-1", "99999", "many"]) {
    assertEquals(read({ RECORDS_DAYS: days }).faults.length, 1);
  }
});

import { afterAll, beforeAll, expect, test } from "vitest";
import { createKapso, type Kapso } from "../../src/kapso/client.ts";
import type { Template } from "../../src/kapso/template-types.ts";
import { SANDBOX } from "../../src/sandbox/index.ts";
import { faultText } from "../../src/tools/definition/faults.ts";
import { type Filling, templatePayload } from "../../src/tools/messages/send_template_message/filling.ts";
import { lintFilling } from "../../src/tools/messages/send_template_message/lint.ts";
import { LIST_FIELDS } from "../../src/tools/templates/record.ts";
import { type Api, openApi } from "../sandbox/api.ts";
import { goodArgs, parseFilling, variants } from "./template-fillings.ts";
import { SHELF } from "./template-shelf.ts";

/** The lint and the sandbox, which checks sends as the contract says, judge the same fillings of the same templates. */

let api: Api;
let kapso: Kapso;
let templates: Template[] = [];
const account = SANDBOX.businessAccountId;

beforeAll(async () => {
  api = await openApi();
  for (const body of SHELF) {
    const reply = await api.call("POST", `/${account}/message_templates`, { body });
    expect(reply.body.error).toBeUndefined();
  }
  api.sandbox.advance(60);
  kapso = createKapso({ baseUrl: api.sandbox.baseUrl, graphVersion: "v23.0", apiKey: SANDBOX.apiKey });
  templates = (await kapso.templates.list(account, { limit: 100, fields: LIST_FIELDS })).data;
});
afterAll(async () => {
  await kapso.close({ drainMs: 0 });
  await api.sandbox.close();
});

/** Undefined when it was accepted. */
async function refusal(filling: Filling): Promise<string | undefined> {
  const template = templatePayload(filling);
  const { status, body } = await api.send({ to: SANDBOX.openCustomer, type: "template", template }, { unjudged: true });
  return status === 200 ? undefined : (body.error?.error_data?.details ?? `HTTP ${status}`);
}

const approved = () => templates.filter(({ status }) => status === "APPROVED");

/** The contract has no names in POSITIONAL templates; the sandbox reads over them. */
const NAMES_ON_NUMBERED = /parameter_name: must be left out: the template is POSITIONAL/;

const faultsOf = (filling: Filling, template: Template) => lintFilling(filling, template).map(faultText);

test("the shelf is approved as a whole", () => {
  expect(approved()).toHaveLength(SHELF.length + Object.keys(SANDBOX.templates).length);
});

test("what to_fill shows, filled in, passes both", async () => {
  for (const template of approved()) {
    const filling = parseFilling(goodArgs(template));
    expect(filling, template.name).toBeDefined();
    if (filling === undefined) continue;
    expect([template.name, ...faultsOf(filling, template)]).toEqual([template.name]);
    expect([template.name, await refusal(filling)]).toEqual([template.name, undefined]);
  }
});

test("changed in one place, it passes both or neither", async () => {
  const disagreements: unknown[] = [];
  const counts = { passed: 0, refused: 0, stricter: 0 };
  for (const template of approved()) {
    for (const { what, args } of variants(goodArgs(template))) {
      const filling = parseFilling(args);
      if (filling === undefined) throw new Error("a variant is valid by itself");
      const [all, reason] = [faultsOf(filling, template), await refusal(filling)];
      const faults = all.filter((fault) => !NAMES_ON_NUMBERED.test(fault));
      if (faults.length < all.length) counts.stricter += 1;
      counts[reason === undefined ? "passed" : "refused"] += 1;
      const isAgreed = faults.length > 0 === (reason !== undefined);
      if (!isAgreed) disagreements.push({ template: template.name, what, faults, reason });
    }
  }
  expect(disagreements).toEqual([]);
  expect(counts.passed).toBeGreaterThan(50);
  expect(counts.refused).toBeGreaterThan(500);
  expect(counts.stricter).toBeGreaterThan(5);
});

test("a template that is not approved passes neither", async () => {
  const others = templates.filter(({ status }) => status !== "APPROVED");
  expect(others.map(({ status }) => status).sort()).toEqual(["PAUSED", "PENDING", "REJECTED"]);
  for (const template of others) {
    const filling = parseFilling(goodArgs(template));
    if (filling === undefined) throw new Error("its filling is valid");
    expect(faultsOf(filling, template)).toEqual([expect.stringContaining(`which is ${template.status}`)]);
    expect(await refusal(filling)).toBeDefined();
  }
});

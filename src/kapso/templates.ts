import { invalidRequest } from "./http/errors.ts";
import type { Http } from "./http/http.ts";
import { checkPage, type PageQuery } from "./http/page.ts";
import type { Fields, ReadOptions } from "./http/query.ts";
import { path, pathSegment } from "./ids.ts";
import { createdTemplate, isTemplate, list, record, success } from "./records.ts";
import { withSoundParts } from "./template-parts.ts";
import type { CreatedTemplate, Template } from "./template-types.ts";
import type { List, Success } from "./types.ts";

/** Filters of the list. The name is matched exactly. */
export interface TemplateQuery extends PageQuery, Fields {
  name?: string | undefined;
  status?: string | undefined;
  category?: string | undefined;
  language?: string | undefined;
}

/** A definition as the API takes it (`contract/templates.md` section 1). */
export interface TemplateDefinition {
  name: string;
  language: string;
  category: string;
  [field: string]: unknown;
}

/** What may be changed. `components` takes the place of the former as a whole. */
export interface TemplatePatch {
  category?: string | undefined;
  components?: readonly object[] | undefined;
  message_send_ttl_seconds?: number | undefined;
}

/** One template by id; or by name, in every language. */
export interface TemplateChoice {
  name?: string | undefined;
  hsm_id?: string | undefined;
}

const ROUTE = "/{business_account_id}/message_templates";

/** Message templates of an account. `fields` are Meta's own here, comma-separated. */
export class Templates {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /** C1: GET /{business_account_id}/message_templates. A Meta list: page with `cursors(..., "meta")`. */
  async list(businessAccountId: string, query: TemplateQuery = {}, options: ReadOptions = {}): Promise<List<Template>> {
    checkPage(query);
    const page = await this.#http.get({
      to: path(ROUTE, { business_account_id: businessAccountId }),
      query: { ...query },
      read: list(isTemplate),
      signal: options.signal,
    });
    return { ...page, data: page.data.map(withSoundParts) };
  }

  /** C5: GET /{business_account_id}/message_templates/{template_id}. */
  async get(
    businessAccountId: string,
    templateId: string,
    { fields }: Fields = {},
    options: ReadOptions = {},
  ): Promise<Template> {
    const template = await this.#http.get({
      to: path(`${ROUTE}/{template_id}`, { business_account_id: businessAccountId, template_id: templateId }),
      query: { fields },
      read: record(isTemplate),
      signal: options.signal,
    });
    return withSoundParts(template);
  }

  /** C2: POST /{business_account_id}/message_templates. Not safe to repeat: name and language would exist. */
  async create(
    businessAccountId: string,
    body: TemplateDefinition,
    options: ReadOptions = {},
  ): Promise<CreatedTemplate> {
    return this.#http.write("POST", {
      to: path(ROUTE, { business_account_id: businessAccountId }),
      body,
      read: createdTemplate,
      repeatable: false,
      signal: options.signal,
    });
  }

  /** C3: POST /{business_account_id}/message_templates?hsm_id=. Not safe to repeat: edits are counted and reviewed. */
  async update(
    businessAccountId: string,
    templateId: string,
    body: TemplatePatch,
    options: ReadOptions = {},
  ): Promise<Success> {
    pathSegment("template_id", templateId);
    if (Object.values(body).every((value) => value === undefined)) {
      throw invalidRequest("components", "or category or message_send_ttl_seconds must be given");
    }
    return this.#http.write("POST", {
      to: path(ROUTE, { business_account_id: businessAccountId }),
      query: { hsm_id: templateId },
      body,
      read: success,
      repeatable: false,
      signal: options.signal,
    });
  }

  /** C4: DELETE /{business_account_id}/message_templates. With a name alone, every language of it. Safe to repeat. */
  async delete(businessAccountId: string, choice: TemplateChoice, options: ReadOptions = {}): Promise<Success> {
    if (choice.hsm_id !== undefined) pathSegment("template_id", choice.hsm_id);
    if (!choice.name && !choice.hsm_id) throw invalidRequest("name", "or hsm_id must be given");
    return this.#http.write("DELETE", {
      to: path(ROUTE, { business_account_id: businessAccountId }),
      query: { ...choice },
      read: success,
      repeatable: true,
      signal: options.signal,
    });
  }
}

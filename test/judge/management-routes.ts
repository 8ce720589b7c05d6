import { z } from "zod";
import { createdFlow, flowAssets, flowRecord, uploadedFlow } from "./flow-schemas.ts";
import { numericId } from "./formats.ts";
import * as number from "./number-schemas.ts";
import { metaListOf, templateRecord } from "./passthrough-schemas.ts";
import type { Exchange, Route } from "./routes.ts";
import { errors, graphError, kapsoError, sendResponse, success } from "./schemas.ts";

/** The rows of endpoints.md with which a business looks after itself: templates, flows, numbers, events. */

const createdTemplate = z.strictObject({
  id: numericId,
  status: z.enum(["PENDING", "APPROVED", "REJECTED"]),
  category: z.enum(["AUTHENTICATION", "MARKETING", "UTILITY"]),
});

/** C2 and C3 share a path: `hsm_id` tells them apart. */
const createdOrEdited = ({ url }: Exchange) => (url.searchParams.has("hsm_id") ? success : createdTemplate);

const startedOrActed = ({ requestBody = "{}" }: Exchange) =>
  JSON.parse(requestBody).action === "connect" ? number.startedCall : number.callAction;

const settings = ({ url }: Exchange) => number.settings(url.searchParams.get("include_sip_credentials") === "true");

const eitherEnvelope = z.union([graphError, kapsoError]);

export function managementRoutes(common: Route["answers"]): Route[] {
  const route = (row: string, method: string, path: RegExp, answers: Route["answers"]): Route => ({
    row,
    method,
    path,
    answers: { ...common, ...answers },
  });
  const blocking = (row: string, method: string, key: "added_users" | "removed_users") =>
    route(row, method, /^\d+\/block_users$/, {
      200: number.blockChange(key),
      400: z.union([number.blockFailure(key), graphError]),
    });
  return [
    route("A5", "POST", /^\d+\/marketing_messages$/, {
      200: sendResponse,
      409: z.union([errors.inFlight, errors.threadOwnership]),
    }),
    route("A6", "POST", /^\d+\/thread_control$/, { 200: number.threadControl, 409: errors.threadOwnership }),
    route("C2, C3", "POST", /^\d+\/message_templates$/, { 200: createdOrEdited }),
    route("C3", "PUT", /^\d+\/message_templates$/, { 200: success, 400: eitherEnvelope }),
    route("C4", "DELETE", /^\d+\/message_templates$/, { 200: success }),
    route("C5", "GET", /^\d+\/message_templates\/[^/]+$/, { 200: templateRecord, 400: eitherEnvelope }),
    route("D1", "GET", /^\d+\/flows$/, { 200: metaListOf(flowRecord) }),
    route("D2", "POST", /^\d+\/flows$/, { 200: createdFlow }),
    route("D5", "DELETE", /^flows\/\d+$/, { 200: success }),
    route("D6", "GET", /^\d+\/assets$/, { 200: flowAssets }),
    route("D7", "POST", /^\d+\/assets$/, { 200: uploadedFlow }),
    route("D8, D9", "POST", /^\d+\/(publish|deprecate)$/, { 200: success }),
    route("E1", "GET", /^\d+\/settings$/, { 200: settings }),
    route("E2", "POST", /^\d+\/settings$/, { 200: success }),
    route("E6 to E9", "POST", /^\d+\/(request_code|verify_code|register|deregister)$/, { 200: success }),
    route("E10", "GET", /^\d+\/username$/, { 200: number.username }),
    route("E11", "POST", /^\d+\/username$/, { 200: number.usernameVerdict }),
    route("E12", "DELETE", /^\d+\/username$/, { 200: success }),
    route("E13", "GET", /^\d+\/username_suggestions$/, { 200: number.usernameSuggestions }),
    route("F1", "GET", /^\d+\/whatsapp_business_profile$/, { 200: number.profile }),
    route("F2", "POST", /^\d+\/whatsapp_business_profile$/, { 200: success }),
    // errors.md section 9: the codes of calls that are 401
    route("I2", "POST", /^\d+\/calls$/, { 200: startedOrActed, 401: z.union([graphError, errors.badKey]) }),
    route("I3", "GET", /^\d+\/call_permissions$/, {
      200: number.callPermission,
      429: z.union([graphError, errors.rateLimited]),
    }),
    route("J1", "GET", /^\d+\/block_users$/, { 200: metaListOf(number.blockedUser) }),
    blocking("J2", "POST", "added_users"),
    blocking("J3", "DELETE", "removed_users"),
    route("N5", "GET", /^\d+\/dataset$/, { 200: z.union([number.dataset, number.noDataset]) }),
    route("N6", "POST", /^\d+\/dataset$/, { 200: number.dataset }),
    route("N7", "POST", /^\d+\/events$/, { 200: number.eventsReceived }),
  ];
}

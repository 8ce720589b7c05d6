import { z } from "zod";
import { flowRecord } from "./flow-schemas.ts";
import { LISTS, type ListKind } from "./list-rules.ts";
import { managementRoutes } from "./management-routes.ts";
import { metaListOf, numberRecord, templateRecord } from "./passthrough-schemas.ts";
import {
  anyError,
  callRecord,
  contactRecord,
  conversationRecord,
  errors,
  graphError,
  kapsoError,
  listOf,
  mediaMetadata,
  mediaUpload,
  messageRecord,
  sendResponse,
  success,
} from "./schemas.ts";
import type { Selection } from "./selector.ts";

/** One request to the sandbox and its answer, as it was on the wire. */
export interface Exchange {
  method: string;
  url: URL;
  status: number;
  bodyText: string;
  headers: Headers;
  /** When it is known and text. */
  requestBody?: string | undefined;
}

/** What a route may answer with one status. `bytes` is a body that is not JSON. */
export type Answer = z.ZodType | "bytes" | ((exchange: Exchange, selection: Selection) => z.ZodType);

export interface Route {
  /** The row of endpoints.md. */
  row: string;
  method: string;
  /** Below the version, or below the base where the row says so. */
  path: RegExp;
  list?: ListKind;
  answers: Partial<Record<number, Answer>>;
}

/** endpoints.md "Common to every row", README section 8, errors.md section 3. */
const COMMON: Route["answers"] = {
  400: graphError,
  401: z.union([errors.badKey, errors.badToken]),
  402: kapsoError,
  403: anyError,
  404: anyError,
  405: errors.notAllowed,
  413: anyError,
  415: anyError,
  422: anyError,
  429: errors.rateLimited,
};

const stored = { ...COMMON, 400: errors.badRequest };
const media = { ...COMMON, 400: z.union([errors.noSuchObject, errors.badRequest, errors.badFlow]) };
const storedMessages = { ...COMMON, 400: errors.badMessagesRequest };

/** A1 and A2 share a path: `status: "read"` in the body tells them apart. */
const sentOrRead = ({ requestBody }: Exchange) => {
  if (requestBody === undefined) return z.union([sendResponse, success]);
  return JSON.parse(requestBody).status === "read" ? success : sendResponse;
};

/** B2, C6 and D3 have their number or account in the query, E4 has it in the path. */
const objectByQuery = ({ url }: Exchange) => {
  if (url.searchParams.has("phone_number_id")) return z.union([mediaMetadata, flowRecord, templateRecord]);
  return url.searchParams.has("business_account_id") ? z.union([flowRecord, templateRecord]) : numberRecord;
};

export const ROUTES: Route[] = [
  {
    row: "A1, A2",
    method: "POST",
    path: /^[^/]+\/messages$/,
    answers: {
      ...COMMON,
      200: sentOrRead,
      409: z.union([errors.inFlight, errors.threadOwnership]),
      422: z.union([errors.windowExpired, errors.receiverIncapable, kapsoError]),
    },
  },
  {
    row: "A3",
    method: "GET",
    path: /^[^/]+\/messages$/,
    list: LISTS.messages,
    answers: {
      ...storedMessages,
      200: (_, selection) => listOf(messageRecord(selection)),
    },
  },
  {
    row: "A4",
    method: "GET",
    path: /^[^/]+\/messages\/[^/]+$/,
    answers: {
      ...storedMessages,
      200: (_, selection) => messageRecord(selection),
      404: z.union([errors.messageNotFound, anyError]),
    },
  },
  {
    row: "B1",
    method: "POST",
    path: /^[^/]+\/media$/,
    answers: { ...COMMON, 200: mediaUpload },
  },
  {
    row: "B4",
    method: "GET",
    path: /^media_download$/,
    answers: { 200: "bytes", 404: anyError, 502: kapsoError },
  },
  {
    row: "G1",
    method: "GET",
    path: /^[^/]+\/conversations$/,
    list: LISTS.conversations,
    answers: {
      ...stored,
      200: (_, selection) => listOf(conversationRecord(selection)),
    },
  },
  {
    row: "G2",
    method: "GET",
    path: /^conversations\/[^/]+$/,
    answers: {
      ...stored,
      200: (_, selection) => conversationRecord(selection),
      404: errors.recordNotFound,
    },
  },
  {
    row: "G3",
    method: "GET",
    path: /^[^/]+\/conversations\/[^/]+$/,
    answers: {
      ...stored,
      200: (_, selection) => conversationRecord(selection),
    },
  },
  {
    row: "G4",
    method: "PATCH",
    path: /^conversations\/[^/]+$/,
    answers: { ...stored, 200: success, 404: errors.recordNotFound },
  },
  {
    row: "H1",
    method: "GET",
    path: /^[^/]+\/contacts$/,
    list: LISTS.contacts,
    answers: {
      ...stored,
      200: (_, selection) => listOf(contactRecord(selection)),
    },
  },
  {
    row: "H2",
    method: "GET",
    path: /^[^/]+\/contacts\/[^/]+$/,
    answers: { ...stored, 200: (_, selection) => contactRecord(selection) },
  },
  {
    row: "H3",
    method: "PATCH",
    path: /^[^/]+\/contacts\/[^/]+$/,
    answers: { ...stored, 200: success },
  },
  {
    row: "I1",
    method: "GET",
    path: /^[^/]+\/calls$/,
    list: LISTS.calls,
    answers: { ...stored, 200: listOf(callRecord) },
  },
  {
    row: "C1",
    method: "GET",
    path: /^\d+\/message_templates$/,
    answers: { ...COMMON, 200: metaListOf(templateRecord) },
  },
  { row: "E3", method: "GET", path: /^\d+\/phone_numbers$/, answers: { ...COMMON, 200: metaListOf(numberRecord) } },
  ...managementRoutes(COMMON),
  // the last three: `/{id}` alone, after every path with a name in it
  {
    row: "B2, C6, D3, D10, E4",
    method: "GET",
    path: /^\d+$/,
    answers: { ...media, 200: objectByQuery },
  },
  {
    row: "C7, D4, E5",
    method: "POST",
    path: /^\d+$/,
    answers: { ...media, 200: success, 400: graphError },
  },
  {
    row: "B3, D5",
    method: "DELETE",
    path: /^\d+$/,
    answers: { ...media, 200: success },
  },
];

const BASE = /^\/(?:api\/meta|meta\/whatsapp)\/(?:v\d{1,2}\.\d\/(.*)|(media_download))$/;

/** The path below the version, or undefined for a URL that is not the API's (the control routes, stored files). */
export function apiPath(url: URL): string | undefined {
  const match = BASE.exec(url.pathname);
  return match?.[1] ?? match?.[2];
}

export function findRoute(method: string, path: string): Route | undefined {
  return ROUTES.find((route) => route.method === method && route.path.test(path));
}

/** True when the path is known for another method: then the answer must be 405 (endpoints.md "Routing order"). */
export const isKnownPath = (path: string) => ROUTES.some((route) => route.path.test(path));
